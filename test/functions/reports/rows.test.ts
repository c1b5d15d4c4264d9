import { expect } from "chai";
import type { SlotFact } from "../../../functions/reports/facts.ts";
import { byDayAndItem, rowsOf, unitsBooked } from "../../../functions/reports/rows.ts";
import { ireland, noon, virginia } from "./samples.ts";

const sale = (
  bookingId: string,
  units: number,
  changes: { part?: string; region?: string; at?: string } = {},
): SlotFact => ({
  ...{ kind: "sale", slotId: "s", bookingId, part: "0", units, region: ireland, at: noon },
  ...changes,
});
const cancellation = (bookingId: string, part = "0", region: string = ireland): SlotFact => ({
  ...{ kind: "cancellation", slotId: "s", bookingId, part, region },
});

describe("the booked units of a slot", () => {
  it("are those of all parts of all bookings", () => {
    expect(unitsBooked([])).to.equal(0);
    expect(unitsBooked([sale("a", 2), sale("b", 3), sale("a", 4, { part: "1" })])).to.equal(9);
  });

  it("count once, however many regions say so", () => {
    expect(unitsBooked([sale("a", 2), sale("a", 2, { region: virginia })])).to.equal(2);
  });

  it("do not count once any region says that they were given back, in any order", () => {
    const facts = [sale("a", 2), cancellation("a", "0", virginia), sale("b", 1)];
    expect(unitsBooked(facts)).to.equal(1);
    expect(unitsBooked(facts.toReversed())).to.equal(1);
    expect(unitsBooked([sale("a", 2), sale("a", 1, { part: "1" }), cancellation("a", "1")])).to.equal(2);
  });

  it("are those of the first region to confirm a part, and of two at once the first by name", () => {
    const late = sale("a", 5, { at: "2030-01-01T12:00:01.000Z" });
    expect(unitsBooked([late, sale("a", 2, { region: virginia })])).to.equal(2);
    expect(unitsBooked([sale("a", 2, { region: virginia }), sale("a", 3)])).to.equal(3);
  });
});

describe("the rows of an item", () => {
  const item = { itemId: "tour", title: "A tour" };
  const slot = (slotId: string, startsAt: string, capacity = 10, unitPrice = 5) => ({
    slotId,
    startsAt,
    capacity,
    unitPrice,
  });
  const morning = slot("s", "2031-01-01T09:00:00.000Z");

  it("sum up the slots of each day", () => {
    const slots = [slot("later", "2031-01-02T00:00:00.000Z"), morning, slot("night", "2031-01-01T23:59:59.999Z", 4, 7)];
    const facts = [sale("a", 2), { ...sale("b", 1), slotId: "night" }, { ...sale("c", 9), slotId: "of another item" }];
    expect(rowsOf(item, slots, facts)).to.deep.equal([
      { ...item, day: "2031-01-01", slots: 2, capacity: 14, unitsBooked: 3, sales: 17 },
      { ...item, day: "2031-01-02", slots: 1, capacity: 10, unitsBooked: 0, sales: 0 },
    ]);
  });

  it("count a slot once, though two regions say that there is one", () => {
    expect(rowsOf(item, [morning, { ...morning }], [])).to.have.nested.property("[0].capacity", 10);
  });

  it("count of a slot that was withdrawn what was booked, and nothing of one that nobody booked", () => {
    const withdrawal: SlotFact = { kind: "withdrawal", slotId: "s", region: ireland };
    expect(rowsOf(item, [morning], [withdrawal])).to.deep.equal([]);
    expect(rowsOf(item, [morning], [withdrawal, sale("a", 3), sale("b", 2), cancellation("b")])).to.deep.equal([
      { ...item, day: "2031-01-01", slots: 1, capacity: 3, unitsBooked: 3, sales: 15 },
    ]);
  });

  it("come by day, then by item", () => {
    const row = (day: string, itemId: string) => ({
      ...{ day, itemId, title: "", slots: 1, capacity: 1, unitsBooked: 0, sales: 0 },
    });
    const rows = [row("2031-01-02", "a"), row("2031-01-01", "b"), row("2031-01-01", "B"), row("2031-01-01", "a")];
    expect(rows.sort(byDayAndItem).map(({ day, itemId }) => day.slice(-1) + itemId)).to.deep.equal([
      "1B",
      "1a",
      "1b",
      "2a",
    ]);
  });
});
