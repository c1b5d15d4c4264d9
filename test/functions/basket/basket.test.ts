import { expect } from "chai";
import { basketOf, priced } from "../../../functions/basket/basket.ts";
import { afterNoon, lineOf, noon, slotNamed } from "./samples.ts";

describe("a basket", () => {
  const lines = [lineOf({ slotId: "a", units: 2 }), lineOf({ slotId: "b" })];

  it("costs what the catalogue says, and counts only what can be booked", () => {
    const heard = new Map([
      ["a", { slot: slotNamed("a", { unitPrice: 300, startsAt: "2032-01-01T09:00:00.000Z" }), isWithdrawn: false }],
      ["b", { slot: slotNamed("b"), isWithdrawn: true }],
    ]);
    expect(basketOf(priced(lines, heard, noon), "EUR")).to.deep.equal({
      lines: [
        {
          ...{ slotId: "b", itemId: "tour", startsAt: "2031-01-01T09:00:00.000Z", units: 1 },
          ...{ unitPrice: 1_250, amount: 1_250, status: "withdrawn" },
        },
        {
          ...{ slotId: "a", itemId: "tour", startsAt: "2032-01-01T09:00:00.000Z", units: 2 },
          ...{ unitPrice: 300, amount: 600, status: "bookable" },
        },
      ],
      total: 600,
      currency: "EUR",
    });
  });

  it("shows what was heard of in another region only as it was put there, and does not count it", () => {
    const { lines: shown, total } = basketOf(priced(lines, new Map(), afterNoon(1)), "EUR");
    expect(shown.map(({ status, unitPrice }) => [status, unitPrice])).to.deep.equal([
      ["unknown", 1_250],
      ["unknown", 1_250],
    ]);
    expect(total).to.equal(0);
  });

  it("costs nothing when it is empty", () => {
    expect(basketOf([], "USD")).to.deep.equal({ lines: [], total: 0, currency: "USD" });
  });
});
