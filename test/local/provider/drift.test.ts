import { expect } from "chai";
import { driftedInputs, overlaid } from "../../../local/provider/drift.ts";

describe("what became of a resource", () => {
  it("is laid over what was known, and keeps what is not told now", () => {
    const before = { tags: { a: "1" }, settings: { rate: 1, logging: "OFF" }, list: [{ a: 1, b: 2 }], url: "x" };
    const now = { settings: { rate: 2 }, list: [{ a: 3 }], url: "y", arn: "new" };
    expect(overlaid(before, now)).to.deep.equal({
      tags: { a: "1" },
      settings: { rate: 2, logging: "OFF" },
      list: [{ a: 3, b: 2 }],
      url: "y",
      arn: "new",
    });
    expect(overlaid({ list: [1, 2] }, { list: [3] })).to.deep.equal({ list: [3] });
  });

  it("is seen in the inputs where one was given, and nowhere else", () => {
    const inputs = { rate: 1, settings: { rate: 1, logging: "OFF" }, replicas: [{ name: "a" }], absent: true };
    const now = { rate: 2, settings: { rate: 1, burst: 5 }, replicas: [{ name: "a", arn: "b" }], url: "y" };
    expect(driftedInputs(inputs, now)).to.deep.equal({ ...inputs, rate: 2 });
    expect(driftedInputs({ replicas: [{ name: "a" }] }, { replicas: [] })).to.deep.equal({ replicas: [] });
  });

  it("is none where a policy says the same in another order", () => {
    const policy = '{"Statement":[{"Action":["a","b"]}]}';
    expect(driftedInputs({ policy }, { policy: '{"Statement":{"Action":["b","a"]}}' })).to.deep.equal({ policy });
    expect(overlaid({ policy }, { policy: '{"Statement":{"Action":["b","a"]}}' })).to.deep.equal({ policy });
  });
});
