import { expect } from "chai";
import { searchOf } from "../../../../functions/catalogue/browse/query.ts";
import { InvalidRequest } from "../../../../functions/runtime/problem.ts";

const now = new Date("2030-01-10T12:00:00.000Z");
const search = (query: Record<string, string>) => searchOf(new URLSearchParams(query), now).search;

describe("what a query looks for", () => {
  it("is all items if it says nothing", () => {
    expect(searchOf(new URLSearchParams(), now)).to.deep.equal({
      search: { words: [], kind: undefined, span: undefined },
      page: { limit: 25, after: undefined },
    });
  });

  it("is words without capitals and accents, and a kind", () => {
    expect(search({ q: " Belém, BOAT", kind: "tour" })).to.deep.include({ words: ["belem", "boat"], kind: "tour" });
  });

  const spans: [Record<string, string>, string, string | undefined][] = [
    [{ from: "2030-02-01" }, "2030-02-01T00:00:00.000Z", undefined],
    [{ to: "2030-02-01" }, now.toISOString(), "2030-02-02T00:00:00.000Z"],
    [{ from: "2030-02-01", to: "2030-02-01" }, "2030-02-01T00:00:00.000Z", "2030-02-02T00:00:00.000Z"],
    [{ from: "2030-02-01T10:00+01:00" }, "2030-02-01T09:00:00.000Z", undefined],
    [{ from: "2030-02-01", to: "2030-02-01T09:00:00Z" }, "2030-02-01T00:00:00.000Z", "2030-02-01T09:00:00.000Z"],
    [{ from: "2020-01-01", to: "2030-02-01" }, now.toISOString(), "2030-02-02T00:00:00.000Z"],
  ];
  for (const [query, from, before] of spans) {
    it(`is a span of time with ${JSON.stringify(query)}, which does not begin before now`, () => {
      expect(search(query).span).to.deep.equal({ from, before });
    });
  }

  const faults: [Record<string, string>, string][] = [
    [{ q: "x".repeat(101) }, "q: text-of-at-most-100-characters"],
    [{ kind: "boat" }, "kind: tour-or-room-or-table"],
    [{ from: "tomorrow" }, "from: date-or-time-with-zone"],
    [{ from: "2030-02-30" }, "from: date-or-time-with-zone"],
    [{ from: "2030-02-01T09:00" }, "from: date-or-time-with-zone"],
    [{ to: "9999-12-31" }, "to: date-or-time-with-zone"],
    [{ from: "2030-02-02", to: "2030-02-01" }, "to: after-from"],
    [{ limit: "0" }, "limit: integer-from-1-to-100"],
    [{ cursor: "SLOT" }, "cursor: from-the-page-before"],
  ];
  const faultsOf = (query: Record<string, string>) => {
    try {
      search(query);
    } catch (error) {
      if (error instanceof InvalidRequest) return error.errors.map(({ field, rule }) => `${field}: ${rule}`);
    }
    return [];
  };
  for (const [query, fault] of faults) {
    it(`is refused with ${JSON.stringify(query).slice(0, 60)}`, () => {
      expect(faultsOf(query)).to.deep.equal([fault]);
    });
  }

  it("is refused with all that is wrong at once", () => {
    expect(faultsOf({ q: "x".repeat(101), kind: "z", from: "x", to: "y", limit: "0", cursor: "?" })).to.have.length(6);
  });
});
