import { expect } from "chai";
import fc from "fast-check";
import type { Heard } from "../../../../functions/reports/follow/reactions.ts";
import type { Row } from "../../../../functions/reports/rows.ts";
import { rowsOfItem } from "../../../../functions/reports/work/item-rows.ts";
import { MemoryTable } from "../memory-table.ts";
import { ireland, said, slotIdOf, virginia } from "../samples.ts";
import type { Said } from "../samples.ts";

const regions = [ireland, virginia];
const items = ["boat", "walk"];
const slots = items.flatMap((itemId) =>
  ["2031-01-01T09:00:00.000Z", "2031-01-01T15:00:00.000Z", "2031-01-31T23:59:00.000Z", "2031-02-01T00:00:00.000Z"].map(
    (startsAt, index) => ({
      itemId,
      startsAt,
      slotId: slotIdOf(itemId, startsAt),
      capacity: 20,
      unitPrice: 10 + index,
    }),
  ),
);
type Slot = (typeof slots)[number];

/** A part of a booking: what was booked, who has confirmed it, and who has given it back. */
interface Part {
  readonly bookingId: string;
  readonly part: string;
  readonly of: readonly Slot[];
  readonly units: number;
  readonly confirmedBy: readonly string[];
  readonly cancelledBy: readonly string[];
}

interface History {
  readonly titles: number;
  readonly parts: readonly Part[];
  readonly withdrawn: readonly Slot[];
}

const history: fc.Arbitrary<History> = fc.record({
  titles: fc.integer({ min: 1, max: 3 }),
  parts: fc.uniqueArray(
    fc.record({
      bookingId: fc.constantFrom("one", "two", "three"),
      part: fc.constantFrom("0", "more"),
      of: fc.subarray(slots, { minLength: 1, maxLength: 3 }),
      units: fc.integer({ min: 1, max: 3 }),
      confirmedBy: fc.subarray(regions, { minLength: 1 }),
      cancelledBy: fc.subarray(regions),
    }),
    { selector: ({ bookingId, part }) => `${bookingId} ${part}` },
  ),
  withdrawn: fc.subarray(slots, { maxLength: 2 }),
});

function eventsOf({ titles, parts, withdrawn }: History): Said[] {
  return [
    ...items.flatMap((itemId) =>
      Array.from({ length: titles }, (_, index) =>
        said("ItemPublished", { itemId, kind: "tour", title: `${itemId} ${index + 1}` }, { version: index + 1 }),
      ),
    ),
    ...slots.map((slot) => said("SlotOffered", { ...slot, shards: 1 })),
    ...withdrawn.map(({ itemId, slotId }) => said("SlotWithdrawn", { itemId, slotId })),
    ...parts.flatMap(({ bookingId, part, of, units, confirmedBy, cancelledBy }) => {
      const content = { bookingId, part, slots: of.map(({ slotId }) => ({ slotId, units })) };
      const type = part === "0" ? "BookingConfirmed" : "BookingProlonged";
      return [
        ...confirmedBy.map((region) => said(type, content, { region })),
        ...cancelledBy.map((region) => said("BookingCancelled", content, { region })),
      ];
    }),
  ];
}

/** All that was said, in some order, some of it several times. */
const told = history.chain((all) => {
  const events = eventsOf(all);
  const each = fc.shuffledSubarray(events, { minLength: events.length });
  const again = fc.shuffledSubarray(events);
  return fc.tuple(fc.constant(all), each, again).map(([past, first, second]) => ({
    history: past,
    events: [...second.slice(0, 5), ...first, ...second.slice(5)],
  }));
});

/** What a report over January says of an item, reckoned from what has happened instead of what was heard. */
function expected({ titles, parts, withdrawn }: History, itemId: string): Row[] {
  const rows = new Map<string, Row>();
  for (const slot of slots.filter((each) => each.itemId === itemId && each.startsAt < "2031-02")) {
    const booked = parts
      .filter(({ of, cancelledBy }) => of.includes(slot) && cancelledBy.length === 0)
      .reduce((total, { units }) => total + units, 0);
    const capacity = withdrawn.includes(slot) ? booked : slot.capacity;
    if (capacity === 0) continue;
    const day = slot.startsAt.slice(0, 10);
    const before = rows.get(day) ?? { day, itemId, title: "", slots: 0, capacity: 0, unitsBooked: 0, sales: 0 };
    rows.set(day, {
      ...{ day, itemId, title: `${itemId} ${titles}`, slots: before.slots + 1 },
      ...{ capacity: before.capacity + capacity, unitsBooked: before.unitsBooked + booked },
      sales: before.sales + booked * slot.unitPrice,
    });
  }
  return [...rows.values()];
}

const span = { from: "2031-01-01", to: "2031-01-31" };

/** That a report says what has happened, in whatever order and however often the table was told. */
const property = (change?: (heard: Heard, table: MemoryTable) => Heard | undefined) =>
  fc.asyncProperty(told, async ({ history: past, events }) => {
    const table = new MemoryTable(change);
    for (const event of events) await table.hear(event);
    for (const itemId of items) {
      const rows = await rowsOfItem(table.read, span, { itemId, month: "2031-01" });
      expect(rows).to.deep.equal(expected(past, itemId));
    }
  });

describe("what is heard of items, slots and bookings", () => {
  it("comes to what has happened, in whatever order and however often it is heard", async () => {
    await fc.assert(property(), { numRuns: 300 });
  });

  const broken: Record<string, (heard: Heard, table: MemoryTable) => Heard | undefined> = {
    "forgets a cancellation that comes before its sale": (heard, table) => {
      const { item } = heard;
      const isKnown = table.items.some(({ sk }) => sk.split("#").slice(0, -1).join("#") === saleOf(item.sk));
      return "kind" in item && item.kind === "cancellation" && !isKnown ? undefined : heard;
    },
    "counts what each region says for itself": (heard) => {
      const { item } = heard;
      if (!("kind" in item) || item.kind === "withdrawal") return heard;
      return { item: { ...item, bookingId: `${item.bookingId} in ${item.region}` } };
    },
    "takes the title that it hears last": ({ item }) => ({ item }),
    "keeps one sale of a slot": (heard) => {
      const { item } = heard;
      return "kind" in item && item.kind === "sale" ? { item: { ...item, sk: `SLOT#${item.slotId}#SALE` } } : heard;
    },
  };
  for (const [what, change] of Object.entries(broken)) {
    it(`would not do so if a follower ${what}`, async () => {
      const result = await fc.check(property(change), { numRuns: 300, seed: 1 });
      expect(result.failed).to.equal(true);
      expect(String(result.errorInstance)).to.include("AssertionError");
    });
  }
});

/** The key of the sale that a cancellation is about, without the region. */
function saleOf(sortKey: string): string {
  return sortKey.replace("#CANCELLATION#", "#SALE#").split("#").slice(0, -1).join("#");
}
