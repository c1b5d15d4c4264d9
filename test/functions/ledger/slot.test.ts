import { expect } from "chai";
import { bornWhole, InvalidSlot, maximumCapacity } from "../../../functions/ledger/slot.ts";

const slot = { slotId: "tour-1-morning", startsAt: "2030-05-01T09:00:00Z", capacity: 500 };
const item = { itemId: "tour-1" };

describe("a slot", () => {
  it("is born whole: all its capacity in the allotment of its region, none elsewhere", () => {
    expect(bornWhole({ slot, item, region: "eu-west-1" })).to.deep.equal([
      { pk: "SLOT#tour-1-morning", sk: "ALLOT#eu-west-1#0", unsold: 500 },
      {
        pk: "SLOT#tour-1-morning",
        sk: "ENTRY#eu-west-1",
        slotId: "tour-1-morning",
        itemId: "tour-1",
        startsAt: "2030-05-01T09:00:00.000Z",
        capacity: 500,
      },
      {
        pk: "ITEM#tour-1",
        sk: "SLOT#2030-05-01T09:00:00.000Z#tour-1-morning#eu-west-1",
        slotId: "tour-1-morning",
        startsAt: "2030-05-01T09:00:00.000Z",
        capacity: 500,
      },
    ]);
  });

  it("keeps its beginning in UTC, so that the order of keys is the order of time", () => {
    const born = bornWhole({ slot: { ...slot, startsAt: "2030-05-01T09:00:00+05:00" }, item, region: "eu-west-1" });
    expect(born[1]).to.have.property("startsAt", "2030-05-01T04:00:00.000Z");
  });

  it("takes a capacity of 1 and of the maximum", () => {
    for (const capacity of [1, maximumCapacity]) {
      expect(bornWhole({ slot: { ...slot, capacity }, item, region: "eu-west-1" })[0]).to.have.property(
        "unsold",
        capacity,
      );
    }
  });

  for (const capacity of [0, -1, 1.5, Number.NaN, maximumCapacity + 1]) {
    it(`is refused with a capacity of ${capacity}`, () => {
      expect(() => bornWhole({ slot: { ...slot, capacity }, item, region: "eu-west-1" })).to.throw(
        InvalidSlot,
        `capacity is ${capacity} and must be a whole number from 1 to 100000`,
      );
    });
  }

  it("is refused with every reason at once", () => {
    expect(() =>
      bornWhole({
        slot: { slotId: "a#b", startsAt: "tomorrow", capacity: 0 },
        item: { itemId: "" },
        region: "eu-west-1",
      }),
    ).to.throw(InvalidSlot, /slotId is "a#b".*itemId is "".*startsAt is "tomorrow".*capacity is 0/);
  });
});
