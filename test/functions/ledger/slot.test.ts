import { expect } from "chai";
import fc from "fast-check";
import { bornWhole, InvalidSlot, maximumCapacity, shares } from "../../../functions/ledger/slot.ts";

const slot = { slotId: "tour-1-morning", startsAt: "2030-05-01T09:00:00Z", capacity: 500 };
const item = { itemId: "tour-1" };
const region = "eu-west-1";

describe("a slot", () => {
  it("is born whole: all its capacity in the allotment of its region, none elsewhere", () => {
    const about = { slotId: "tour-1-morning", startsAt: "2030-05-01T09:00:00.000Z", capacity: 500, shards: 1, region };
    expect(bornWhole({ slot, item, region })).to.deep.equal([
      {
        ...{ pk: "SLOT#tour-1-morning", sk: "ALLOT#eu-west-1#0" },
        ...{ slotId: "tour-1-morning", region, shard: 0, unsold: 500, held: 500 },
      },
      { pk: "SLOT#tour-1-morning", sk: "ENTRY#eu-west-1", itemId: "tour-1", ...about },
      {
        ...{ pk: "SLOTS", sk: "2030-05-01T09:00:00.000Z#tour-1-morning#eu-west-1" },
        ...{ slotId: "tour-1-morning", startsAt: "2030-05-01T09:00:00.000Z", region },
      },
    ]);
  });

  it("spreads its capacity over its shards, and loses none of it", () => {
    const born = bornWhole({ slot: { ...slot, capacity: 10, shards: 4 }, item, region });
    expect(born.slice(0, 4).map(({ sk, shard, unsold, held }) => [sk, shard, unsold, held])).to.deep.equal([
      ["ALLOT#eu-west-1#0", 0, 2, 2],
      ["ALLOT#eu-west-1#1", 1, 2, 2],
      ["ALLOT#eu-west-1#2", 2, 3, 3],
      ["ALLOT#eu-west-1#3", 3, 3, 3],
    ]);
    expect(born).to.have.length(6);
  });

  it("keeps its beginning in UTC, so that the order of keys is the order of time", () => {
    const born = bornWhole({ slot: { ...slot, startsAt: "2030-05-01T09:00:00+05:00" }, item, region });
    expect(born[1]).to.have.property("startsAt", "2030-05-01T04:00:00.000Z");
  });

  it("takes a capacity of 1 and of the maximum", () => {
    for (const capacity of [1, maximumCapacity]) {
      expect(bornWhole({ slot: { ...slot, capacity }, item, region })[0]).to.have.property("unsold", capacity);
    }
  });

  for (const capacity of [0, -1, 1.5, Number.NaN, maximumCapacity + 1]) {
    it(`is refused with a capacity of ${capacity}`, () => {
      expect(() => bornWhole({ slot: { ...slot, capacity }, item, region })).to.throw(
        InvalidSlot,
        `capacity is ${capacity} and must be a whole number from 1 to 100000`,
      );
    });
  }

  for (const [shards, capacity, most] of [
    [0, 500, 16],
    [17, 500, 16],
    [1.5, 500, 16],
    [4, 3, 3],
  ] as const) {
    it(`is refused with ${shards} shards for a capacity of ${capacity}`, () => {
      expect(() => bornWhole({ slot: { ...slot, capacity, shards }, item, region })).to.throw(
        InvalidSlot,
        `shards is ${shards} and must be a whole number from 1 to ${most}`,
      );
    });
  }

  it("is refused with every reason at once", () => {
    const wrong = { slotId: "a#b", startsAt: "tomorrow", capacity: 0, shards: 0 };
    expect(() => bornWhole({ slot: wrong, item: { itemId: "" }, region })).to.throw(
      InvalidSlot,
      /slotId is "a#b".*itemId is "".*startsAt is "tomorrow".*capacity is 0.*shards is 0/,
    );
  });
});

describe("a whole in shares", () => {
  it("is all there, in whole numbers that differ by 1 at most", () => {
    fc.assert(
      fc.property(fc.nat({ max: 100_000 }), fc.integer({ min: 1, max: 16 }), (whole, count) => {
        const parts = shares(whole, count);
        expect(parts).to.have.length(count);
        expect(parts.reduce((a, b) => a + b, 0)).to.equal(whole);
        expect(Math.max(...parts) - Math.min(...parts)).to.be.at.most(1);
      }),
    );
  });
});
