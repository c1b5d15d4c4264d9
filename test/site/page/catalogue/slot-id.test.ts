import { expect } from "chai";
import { slotFrom } from "../../../../site/page/catalogue/slot-id.ts";

describe("a slot's id", () => {
  it("tells the item and the time", () => {
    expect(slotFrom("harbour-of-us-east-1-05fcb1c1f2-20300131T0930Z")).to.deep.equal({
      itemId: "harbour-of-us-east-1-05fcb1c1f2",
      startsAt: "2030-01-31T09:30:00.000Z",
    });
  });

  it("tells no time that is not in it", () => {
    expect(slotFrom("something")).to.deep.equal({ itemId: "something", startsAt: undefined });
  });
});
