import { expect } from "chai";
import fc from "fast-check";
import { eventPattern } from "../../../../../local/services/events/pattern/event-pattern.ts";

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const name = fc.string({ minLength: 1, maxLength: 5 }).filter((text) => !text.startsWith("$"));
const { event } = fc.letrec<{ event: Record<string, unknown>; value: unknown }>((tie) => ({
  event: fc.dictionary(name, tie("value"), { minKeys: 1, maxKeys: 4 }),
  value: fc.oneof({ depthSize: "small" }, leaf, fc.array(leaf, { minLength: 1, maxLength: 3 }), tie("event")),
}));

/** The pattern that wants just what the event holds. */
function patternOf(event: Record<string, unknown>): Record<string, unknown> {
  const wanted = (value: unknown) => {
    if (Array.isArray(value)) return value as unknown[];
    return typeof value === "object" && value !== null ? patternOf(value as Record<string, unknown>) : [value];
  };
  return Object.fromEntries(Object.entries(event).map(([key, value]) => [key, wanted(value)]));
}

const passes = (pattern: unknown, event: unknown) => eventPattern(JSON.stringify(pattern))(event);

describe("eventPattern, of anything", () => {
  it("lets pass the event that the pattern was made of, whatever else the event holds", () => {
    fc.assert(
      fc.property(event, event, (given, more) => {
        expect(passes(patternOf(given), { ...more, ...given })).to.equal(true);
      }),
    );
  });

  it("refuses the event once a field that the pattern wants is gone", () => {
    fc.assert(
      fc.property(event, ({ ...given }) => {
        const pattern = patternOf({ ...given, wanted: "v" });
        expect(passes(pattern, { ...given, wanted: "w" })).to.equal(false);
        expect(passes(pattern, given)).to.equal(false);
      }),
    );
  });

  it("takes $or for one or the other, and fields beside each other for both", () => {
    fc.assert(
      fc.property(event, event, event, (given, one, other) => {
        const [first, second] = [patternOf(one), patternOf(other)];
        const alone = [first, second].map((each) => passes({ n: each }, { n: given }));
        const either = { n: { $or: [first, second] } };
        expect(passes(either, { n: given })).to.equal(alone.some(Boolean));
        expect(passes({ a: first, b: second }, { a: given, b: given })).to.equal(alone.every(Boolean));
      }),
    );
  });

  it("excludes with anything-but just what the same test lets pass", () => {
    const operator = fc.constantFrom("prefix", "suffix", "equals-ignore-case");
    fc.assert(
      fc.property(operator, fc.string({ maxLength: 2 }), leaf, (kind, text, value) => {
        const held = passes({ v: [{ [kind]: text }] }, { v: value });
        expect(passes({ v: [{ "anything-but": { [kind]: text } }] }, { v: value })).to.equal(!held);
      }),
    );
  });

  it("finds with a wildcard what begins and ends as it does", () => {
    const ab = fc.string({ unit: fc.constantFrom("a", "b", "\\", "*", ".", "\n"), maxLength: 4 });
    fc.assert(
      fc.property(ab, ab, ab, (begin, end, value) => {
        const escaped = (text: string) => text.replaceAll(/[\\*]/g, "\\$&");
        const found = value.length >= begin.length + end.length && value.startsWith(begin) && value.endsWith(end);
        expect(passes({ v: [{ wildcard: `${escaped(begin)}*${escaped(end)}` }] }, { v: value })).to.equal(found);
      }),
    );
  });
});
