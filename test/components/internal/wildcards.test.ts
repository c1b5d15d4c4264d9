import { expect } from "chai";
import fc from "fast-check";
import { overlap } from "../../../components/internal/wildcards.ts";

describe("overlap", () => {
  for (const [left, right, expected] of [
    ["GET/items", "GET/items", true],
    ["GET/items", "PUT/items", false],
    ["GET/items/*", "GET/items", false],
    ["GET/items/*", "GET/items/*/sales", true],
    ["GET/items/*/slots", "GET/items/*/sales", false],
    ["GET/*/sales", "GET/items/*", true],
    ["*", "", true],
    ["a*", "*b", true],
    ["", "a", false],
  ] as const) {
    it(`${expected ? "finds a text" : "finds no text"} that is both ${left} and ${right}`, () => {
      expect(overlap(left, right)).to.equal(expected);
      expect(overlap(right, left)).to.equal(expected);
    });
  }

  it("says so whenever a text matches both patterns, and for any pattern and itself", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "/", "*"), maxLength: 6 });
    const matches = (pattern: string, text: string) =>
      new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(text.replaceAll("*", "b"));
    fc.assert(
      fc.property(letters, letters, letters, (left, right, text) => {
        if (matches(left, text) && matches(right, text)) expect(overlap(left, right)).to.equal(true);
        expect(overlap(left, left)).to.equal(true);
      }),
      { seed: 7, numRuns: 2_000 },
    );
  });
});
