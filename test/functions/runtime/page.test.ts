import { expect } from "chai";
import { cursorOf, pageOf } from "../../../functions/runtime/page.ts";
import { InvalidRequest } from "../../../functions/runtime/problem.ts";

const list = { prefix: "ITEM#", defaultLimit: 25 };

describe("a page of a list", () => {
  it("is the first with the list's own limit unless the query says otherwise", () => {
    expect(pageOf(new URLSearchParams(), list)).to.deep.equal({ limit: 25, after: undefined });
    expect(pageOf(new URLSearchParams({ limit: "1", cursor: cursorOf("ITEM#a") }), list)).to.deep.equal({
      limit: 1,
      after: "ITEM#a",
    });
    expect(pageOf(new URLSearchParams({ limit: "100" }), list).limit).to.equal(100);
  });

  for (const limit of ["0", "101", "-1", "1.5", "", "ten", "1e1", " 5", "0x5", "99999999999999999999"]) {
    it(`is refused with a limit of ${JSON.stringify(limit)}`, () => {
      expect(() => pageOf(new URLSearchParams({ limit }), list)).to.throw(
        InvalidRequest,
        "limit: integer-from-1-to-100",
      );
    });
  }

  for (const [fault, cursor] of [
    ["is empty", ""],
    ["is no base64url", "%%%"],
    ["was made longer", `${cursorOf("ITEM#a")}=`],
    ["belongs to another list", cursorOf("SLOT#a")],
    ["is no UTF-8", Buffer.from([0xff, 0xfe]).toString("base64url")],
  ] as const) {
    it(`is refused with a cursor that ${fault}`, () => {
      expect(() => pageOf(new URLSearchParams({ cursor }), list)).to.throw(
        InvalidRequest,
        "cursor: from-the-page-before",
      );
    });
  }

  it("is refused for limit and cursor at once", () => {
    expect(() => pageOf(new URLSearchParams({ limit: "0", cursor: "x" }), list)).to.throw(
      InvalidRequest,
      /limit: .*; cursor: /,
    );
  });
});
