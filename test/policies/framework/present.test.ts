import { UnknownValueError } from "@pulumi/policy";
import { unknownCheckingProxy } from "@pulumi/policy/proxy.js";
import { expect } from "chai";
import { present } from "../../../policies/framework/present.ts";
import { unknown } from "../violations.ts";

describe("present", () => {
  it("reads null as what is not set, at any depth", () => {
    const { a, b, c } = present<{ a?: number; b: { d?: number }[]; c: string }>({
      a: null,
      b: [{ d: null }],
      c: "c",
    } as never);
    expect(a).to.equal(undefined);
    expect(b.map(({ d = 5 }) => d)).to.deep.equal([5]);
    expect(c).to.equal("c");
  });

  it("reads nothing before it is asked for", () => {
    const properties = present(unknownCheckingProxy({ a: unknown, list: [unknown] }));
    expect(properties.list).to.have.lengthOf(1);
    expect("a" in properties).to.equal(true);
    expect(() => properties.a).to.throw(UnknownValueError);
    expect(() => properties.list[0]).to.throw(UnknownValueError);
  });
});
