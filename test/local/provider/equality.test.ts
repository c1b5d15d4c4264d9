import { expect } from "chai";
import { same } from "../../../local/provider/equality.ts";

const policy = (statement: unknown) => JSON.stringify({ Version: "2012-10-17", Statement: statement });

describe("same", () => {
  it("takes policies for the same whatever their order and form", () => {
    const one = policy([{ Effect: "Allow", Action: ["a:B", "a:C"], Resource: "*" }]);
    const other = policy({ Resource: ["*"], Action: ["a:C", "a:B"], Effect: "Allow" });
    expect(same(one, other)).to.equal(true);
    expect(same(one, JSON.parse(other) as Record<string, string>)).to.equal(true);
  });

  it("tells policies apart that say something else", () => {
    const one = policy([{ Effect: "Allow", Action: ["a:B"], Resource: "*" }]);
    for (const statement of [
      [{ Effect: "Deny", Action: ["a:B"], Resource: "*" }],
      [{ Effect: "Allow", Action: ["a:B", "a:C"], Resource: "*" }],
      [],
    ]) {
      expect(same(one, policy(statement))).to.equal(false);
    }
  });

  it("tells other texts apart by every letter, and lists by their order", () => {
    expect(same('{"a":1,"b":2}', '{"b":2,"a":1}')).to.equal(false);
    expect(same("a", "a ")).to.equal(false);
    expect(same(["a", "b"], ["b", "a"])).to.equal(false);
    expect(same(1, "1")).to.equal(false);
    expect(same(undefined, null)).to.equal(false);
    expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).to.equal(true);
  });
});
