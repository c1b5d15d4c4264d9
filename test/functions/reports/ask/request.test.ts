import { expect } from "chai";
import { parseRequest } from "../../../../functions/reports/ask/request.ts";
import { InvalidRequest, UnsupportedMediaType } from "../../../../functions/runtime/problem.ts";

const parse = (body: unknown, idempotencyKey: string | undefined = "key") =>
  parseRequest({ contentType: "application/json", body: JSON.stringify(body), idempotencyKey });

function errorsOf(body: unknown, idempotencyKey?: string) {
  try {
    parse(body, idempotencyKey);
  } catch (error) {
    if (error instanceof InvalidRequest) return error.errors;
    throw error;
  }
  return [];
}

describe("a request for a report", () => {
  it("names two days, and perhaps items", () => {
    const span = { from: "2032-01-01", to: "2032-12-31" }; // a leap year
    expect(parse(span)).to.deep.equal({ ...span, idempotencyKey: "key" });
    expect(parse({ ...span, itemIds: ["b", "a"] })).to.deep.equal({
      ...span,
      itemIds: ["b", "a"],
      idempotencyKey: "key",
    });
  });

  it("is refused with all that is wrong with it, at once", () => {
    const body = { from: "2031-02-30", to: 7, itemIds: ["a", "#", "a"], more: true };
    expect(errorsOf(body, "")).to.have.deep.members([
      { field: "Idempotency-Key", rule: "from-1-to-255-visible-ascii-characters", value: "" },
      { field: "from", rule: "date-yyyy-mm-dd", value: "2031-02-30" },
      { field: "to", rule: "date-yyyy-mm-dd", value: "7" },
      { field: "itemIds[1]", rule: "letters-digits-hyphens-at-most-64", value: "#" },
      { field: "itemIds[2]", rule: "item-listed-once", value: "a" },
      { field: "more", rule: "no-such-field" },
    ]);
    expect(errorsOf({})).to.deep.equal([
      { field: "from", rule: "required" },
      { field: "to", rule: "required" },
    ]);
    expect(errorsOf([])).to.deep.equal([{ field: "body", rule: "object", value: "a list of 0" }]);
  });

  it("spans 1 to 366 days, in their order", () => {
    const from = "2031-01-01";
    expect(errorsOf({ from, to: from })).to.deep.equal([]);
    expect(errorsOf({ from, to: "2030-12-31" })).to.deep.equal([
      { field: "to", rule: "not-before-from", value: "2030-12-31" },
    ]);
    expect(errorsOf({ from, to: "2032-01-01" })).to.deep.equal([]);
    expect(errorsOf({ from, to: "2032-01-02" })).to.deep.equal([
      { field: "to", rule: "at-most-366-days", value: "2032-01-02" },
    ]);
  });

  it("is about 1 to 1,000 items", () => {
    const span = { from: "2031-01-01", to: "2031-01-01" };
    const ids = (length: number) => Array.from({ length }, (_, index) => `item-${index}`);
    expect(errorsOf({ ...span, itemIds: ids(1000) })).to.deep.equal([]);
    const rule = "from-1-to-1000-items";
    expect(errorsOf({ ...span, itemIds: ids(1001) })).to.deep.equal([
      { field: "itemIds", rule, value: "a list of 1001" },
    ]);
    expect(errorsOf({ ...span, itemIds: [] })).to.deep.equal([{ field: "itemIds", rule, value: "a list of 0" }]);
    expect(errorsOf({ ...span, itemIds: null })).to.deep.equal([{ field: "itemIds", rule, value: "null" }]);
  });

  it("is JSON", () => {
    const raw = { contentType: "text/plain", body: "{}", idempotencyKey: "key" };
    expect(() => parseRequest(raw)).to.throw(UnsupportedMediaType);
  });
});
