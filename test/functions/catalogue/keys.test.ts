import { expect } from "chai";
import {
  entryKey,
  entryRange,
  listingKey,
  listingRange,
  requestKey,
  slotKey,
  slotsFrom,
  stockBetween,
  stockKey,
  stockOfSlots,
} from "../../../functions/catalogue/keys.ts";
import type { Key, Range } from "../../../functions/catalogue/keys.ts";

const isIn =
  ({ pk, from, to }: Range) =>
  (key: Key) =>
    key.pk === pk && key.sk >= from && key.sk <= to;

const place = (hour: string, itemId = "i") => ({
  ...{ slotId: `${itemId}-${hour}`, itemId, startsAt: `2030-01-01T${hour}:00:00.000Z` },
});
const [nine, ten, eleven] = [place("09"), place("10"), place("11")];

describe("the keys of the catalogue", () => {
  it("differ between any two regions that write the same thing", () => {
    for (const keyIn of [
      (region: string) => entryKey("i", region),
      (region: string) => listingKey("i", region),
      (region: string) => slotKey(nine, region),
      (region: string) => stockKey(nine, region, 0),
      (region: string) => requestKey("r", region),
    ]) {
      expect(keyIn("eu-west-1")).not.to.deep.equal(keyIn("us-east-1"));
    }
  });
});

describe("the ranges of the catalogue", () => {
  it("find an item and its place in the list, whichever region is its home, and no other", () => {
    expect(["i", "i1"].filter((id) => isIn(entryRange("i"))(entryKey(id, "us-east-1")))).to.deep.equal(["i"]);
    expect(isIn(listingRange)(listingKey("i", "us-east-1"))).to.equal(true);
    expect(isIn(entryRange("i"))(slotKey(nine, "eu-west-1"))).to.equal(false);
  });

  it("find the slots of an item from a time on", () => {
    const found = [nine, ten, eleven, place("11", "j")].filter((slot) =>
      isIn(slotsFrom("i", ten.startsAt))(slotKey(slot, "eu-west-1")),
    );
    expect(found).to.deep.equal([ten, eleven]);
  });

  it("find what is left of slots from a time on, and before another", () => {
    const foundIn = (range: Range) =>
      [nine, ten, eleven].filter((slot) => isIn(range)(stockKey(slot, "us-east-1", 15)));
    expect(foundIn(stockBetween("i", ten.startsAt))).to.deep.equal([ten, eleven]);
    expect(foundIn(stockBetween("i", nine.startsAt, eleven.startsAt))).to.deep.equal([nine, ten]);
    expect(foundIn(stockOfSlots(nine, ten))).to.deep.equal([nine, ten]);
    expect(foundIn(stockOfSlots(ten, ten))).to.deep.equal([ten]);
  });
});
