import { expect } from "chai";
import fc from "fast-check";
import type { Item } from "../../../functions/basket/keys.ts";
import { heardFrom, offeredItem, statusOf, withdrawnItem } from "../../../functions/basket/slot.ts";
import { afterNoon, ireland, noon, slotNamed, slotOffered, slotWithdrawn, virginia } from "./samples.ts";

/** What a table holds after items were put one after the other. */
function tableAfter(items: readonly Item[], keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`): Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}

const told = [offeredItem(slotOffered("s"), ireland), withdrawnItem(slotWithdrawn("s"), ireland)];

/** Both items, each at least once, in any order and repeated. */
const deliveries = fc
  .array(fc.constantFrom(...told), { maxLength: 4 })
  .chain((more) => fc.shuffledSubarray([...told, ...more], { minLength: told.length + more.length }));

describe("what is heard of a slot", () => {
  it("is the same whatever the order in which it is heard, and however often", () => {
    fc.assert(
      fc.property(deliveries, (items) => {
        expect(heardFrom(tableAfter(items))).to.deep.equal({ slot: slotNamed("s"), isWithdrawn: true });
      }),
    );
  });

  it("would be seen to differ if what is heard of a slot were one item, of which the last counts", () => {
    const isWithdrawn = (items: readonly Item[]) => heardFrom(tableAfter(items, ({ pk }) => pk)).isWithdrawn;
    expect(() => {
      fc.assert(fc.property(deliveries, (items) => isWithdrawn(items)));
    }).to.throw();
  });

  it("is nothing, an offer, or a withdrawal of what was never heard of", () => {
    expect(heardFrom([])).to.deep.equal({ slot: undefined, isWithdrawn: false });
    expect(heardFrom(told.slice(0, 1))).to.deep.equal({ slot: slotNamed("s"), isWithdrawn: false });
    expect(heardFrom(told.slice(1))).to.deep.equal({ slot: undefined, isWithdrawn: true });
  });

  it("is kept under slot and region, an offer until no basket can hold it any more", () => {
    expect(told.map(({ pk, sk }) => [pk, sk])).to.deep.equal([
      ["SLOT#s", "OFFERED#eu-west-1"],
      ["SLOT#s", "WITHDRAWN#eu-west-1"],
    ]);
    const begins = Date.parse(slotNamed("s").startsAt) / 1000;
    expect(told[0]?.expiresAt).to.be.at.least(begins + 31 * 86_400);
  });

  it("does not end in one region by what was said in another", () => {
    const items = [offeredItem(slotOffered("s"), ireland), withdrawnItem(slotWithdrawn("s"), virginia)];
    expect(heardFrom(items).isWithdrawn).to.equal(false);
  });

  it("says whether it can be booked", () => {
    const slot = slotNamed("s", { startsAt: noon.toISOString() });
    expect(statusOf({ slot, isWithdrawn: false }, afterNoon(-1))).to.equal("bookable");
    expect(statusOf({ slot, isWithdrawn: false }, noon)).to.equal("begun");
    expect(statusOf({ slot, isWithdrawn: true }, afterNoon(-1))).to.equal("withdrawn");
    expect(statusOf({ slot: undefined, isWithdrawn: true }, noon)).to.equal("withdrawn");
    expect(statusOf({ slot: undefined, isWithdrawn: false }, noon)).to.equal("unknown");
  });
});
