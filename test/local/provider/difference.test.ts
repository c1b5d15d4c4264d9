import { expect } from "chai";
import { unknown } from "../../../local/control/wire.ts";
import { differences } from "../../../local/provider/difference.ts";

const told = (...args: Parameters<typeof differences>) =>
  [...differences(...args)].map(([path, { change, property }]) => `${change} ${path} of ${property}`);

describe("differences", () => {
  it("names the deepest place that both have, in the engine's notation", () => {
    expect(
      told(
        { same: 1, gone: 1, replicas: [{ name: "a" }, { name: "b" }], tags: { a: "1", b: "2" } },
        { same: 1, added: 1, replicas: [{ name: "a" }, { name: "c" }], tags: { a: "1", "b.c": "2" } },
      ),
    ).to.deep.equal([
      "add added of added",
      "delete gone of gone",
      "update replicas[1].name of replicas",
      "delete tags.b of tags",
      'add tags["b.c"] of tags',
    ]);
    expect(told({ list: [1, 2] }, { list: [1] })).to.deep.equal(["delete list[1] of list"]);
    expect(told({ a: { b: 1 } }, { a: "text" })).to.deep.equal(["update a of a"]);
  });

  it("takes unknown values for changed, and nothing else for it", () => {
    expect(told({ a: "x", b: ["y"] }, { a: unknown, b: ["y"] })).to.deep.equal(["update a of a"]);
    expect(told({ a: unknown }, { a: unknown })).to.deep.equal(["update a of a"]);
    expect(told({ a: "x" }, { a: "x" })).to.deep.equal([]);
  });
});
