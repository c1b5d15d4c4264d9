import { expect } from "chai";
import { parseItem, parseNewItem, parseSlots } from "../../../../functions/catalogue/manage/request.ts";
import { InvalidRequest } from "../../../../functions/runtime/problem.ts";

const raw = (body: unknown) => ({ contentType: "application/json", body: JSON.stringify(body) });
const item = { kind: "tour", title: "Harbour", description: "By ferry." };
const slot = { startsAt: "2030-01-31T09:00:00Z", capacity: 10, unitPrice: 500 };

/** What is wrong with a request, field and rule. */
function faultsOf(parse: () => unknown): string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof InvalidRequest) return error.errors.map(({ field, rule }) => `${field}: ${rule}`);
    throw error;
  }
  return [];
}

describe("what is said of an item", () => {
  it("is taken as it is", () => {
    const whole = { ...item, pictureUrl: "https://example.com/a.jpg?b=c" };
    expect(parseItem(raw(whole))).to.deep.equal(whole);
    expect(parseItem(raw({ ...item, title: "💺".repeat(120), description: "a\n\tb" }))).to.include({ kind: "tour" });
  });

  const title = "one-line-of-1-to-120-characters";
  const description = "text-of-at-most-2000-characters";
  const picture = "https-url-of-at-most-500-characters";
  const faults: [object, string][] = [
    [{ kind: "boat" }, "kind: tour-or-room-or-table"],
    [{ title: "" }, `title: ${title}`],
    [{ title: "  " }, `title: ${title}`],
    [{ title: "a\nb" }, `title: ${title}`],
    [{ title: "x".repeat(121) }, `title: ${title}`],
    [{ title: "\ud800" }, `title: ${title}`],
    [{ title: 7 }, `title: ${title}`],
    [{ description: "x".repeat(2_001) }, `description: ${description}`],
    [{ description: "\u0000" }, `description: ${description}`],
    [{ description: undefined }, "description: required"],
    [{ pictureUrl: "http://example.com/a.jpg" }, `pictureUrl: ${picture}`],
    [{ pictureUrl: "https://" }, `pictureUrl: ${picture}`],
    [{ pictureUrl: `https://a/${"b".repeat(500)}` }, `pictureUrl: ${picture}`],
    [{ price: 1 }, "price: no-such-field"],
  ];
  for (const [changes, fault] of faults) {
    it(`is refused with ${JSON.stringify(changes).slice(0, 60)}`, () => {
      expect(faultsOf(() => parseItem(raw({ ...item, ...changes })))).to.deep.equal([fault]);
    });
  }

  it("is refused with all that is wrong at once, the key too", () => {
    expect(faultsOf(() => parseNewItem(raw({ title: "" }), undefined))).to.have.members([
      "Idempotency-Key: from-1-to-255-visible-ascii-characters",
      "kind: required",
      `title: ${title}`,
      "description: required",
    ]);
  });
});

describe("the slots that are offered", () => {
  it("begin in UTC, whatever the zone, and have one shard if nothing is said", () => {
    const starts = ["2030-01-31T09:00:00Z", "2030-01-31T10:00:00.000+00:30", "2030-01-31T11:00Z"];
    expect(parseSlots(raw({ slots: starts.map((startsAt) => ({ ...slot, startsAt })) }))).to.deep.equal(
      ["2030-01-31T09:00:00.000Z", "2030-01-31T09:30:00.000Z", "2030-01-31T11:00:00.000Z"].map((startsAt) => ({
        ...{ startsAt, capacity: 10, unitPrice: 500, shards: 1 },
      })),
    );
  });

  const time = "startsAt: time-with-zone-in-whole-minutes";
  const faults: [object, string][] = [
    [{ startsAt: "2030-01-31T09:00:30Z" }, time],
    [{ startsAt: "2030-01-31T09:00:00" }, time],
    [{ startsAt: "2030-02-30T09:00:00Z" }, time],
    [{ startsAt: "9999-12-31T23:59:00-01:00" }, time],
    [{ startsAt: "2030-01-31" }, time],
    [{ startsAt: 0 }, time],
    [{ capacity: 0 }, "capacity: integer-from-1-to-100000"],
    [{ capacity: 100_001 }, "capacity: integer-from-1-to-100000"],
    [{ unitPrice: -1 }, "unitPrice: integer-from-0-to-1000000000"],
    [{ unitPrice: 0.5 }, "unitPrice: integer-from-0-to-1000000000"],
    [{ shards: 17, capacity: 100 }, "shards: integer-from-1-to-16"],
    [{ shards: 3, capacity: 2 }, "shards: at-most-the-capacity"],
  ];
  for (const [changes, fault] of faults) {
    it(`are refused with ${JSON.stringify(changes)}`, () => {
      expect(faultsOf(() => parseSlots(raw({ slots: [{ ...slot, ...changes }] })))).to.deep.equal([
        `slots[0].${fault}`,
      ]);
    });
  }

  it("are 1 to 50, no two at one time", () => {
    const many = Array.from({ length: 51 }, (_, index) => ({ ...slot, startsAt: `2030-01-31T09:${index + 10}:00Z` }));
    expect(faultsOf(() => parseSlots(raw({ slots: [] })))).to.deep.equal(["slots: from-1-to-50-slots"]);
    expect(faultsOf(() => parseSlots(raw({ slots: many })))).to.include("slots: from-1-to-50-slots");
    const same = { ...slot, startsAt: "2030-01-31T10:00:00+01:00" };
    expect(faultsOf(() => parseSlots(raw({ slots: [slot, same] })))).to.deep.equal([
      "slots[1].startsAt: time-listed-once",
    ]);
  });
});
