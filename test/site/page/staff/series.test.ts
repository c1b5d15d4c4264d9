import { expect } from "chai";
import { slotsOf } from "../../../../site/page/staff/series.ts";

describe("a series of slots", () => {
  it("is the same hour on each day, at a price in the smallest unit", () => {
    const slots = slotsOf({ from: "2030-01-31", time: "09:30", days: 3, capacity: 4, price: 12.5 }, "EUR");
    expect(slots.map(({ startsAt }) => new Date(startsAt).toString().slice(0, 21))).to.deep.equal([
      "Thu Jan 31 2030 09:30",
      "Fri Feb 01 2030 09:30",
      "Sat Feb 02 2030 09:30",
    ]);
    expect(slots[0]).to.include({ capacity: 4, unitPrice: 1250 });
  });
});
