import { expect } from "chai";
import fc from "fast-check";
import { itemIdOf, requestOf } from "../../../functions/catalogue/item.ts";
import { placeOf, slotIdOf } from "../../../functions/catalogue/slot.ts";
import { identifierPattern } from "../../../functions/ledger/keys.ts";

const lastMinute = Date.parse("9999-12-31T23:59:00Z") / 60_000;
const minutes = fc.integer({ min: 0, max: lastMinute }).map((count) => new Date(60_000 * count).toISOString());

describe("a slot's id", () => {
  it("is the item's and the time, to the minute", () => {
    expect(slotIdOf("harbour-0123456789", "2030-01-31T09:05:00.000Z")).to.equal("harbour-0123456789-20300131T0905Z");
  });

  it("says its item and its time again, and can be booked", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), minutes, (title, startsAt) => {
        const itemId = itemIdOf(title, requestOf("eu-west-1", "rita", title));
        const slotId = slotIdOf(itemId, startsAt);
        expect(placeOf(slotId)).to.deep.equal({ slotId, itemId, startsAt });
        expect(slotId).to.match(identifierPattern);
      }),
    );
  });

  it("says nothing if the catalogue gives no such ids", () => {
    for (const slotId of ["race-1234", "2030-01-31", "-20300131T0905Z", "a-20300131T0905", "A#b-20300131T0905Z"]) {
      expect(placeOf(slotId), slotId).to.equal(undefined);
    }
  });
});
