import * as z from "zod/mini";
import type { Slot, SlotFact } from "./facts.ts";

/** What a report says of an item on a day that has slots of it. */
export const storedRow = z.object({
  /** On which the slots begin, in UTC. */
  day: z.string(),
  itemId: z.string(),
  title: z.string(),
  /** How many slots there were. */
  slots: z.number(),
  /** Their units in all. */
  capacity: z.number(),
  unitsBooked: z.number(),
  /** What the booked units cost, in the smallest unit of the environment's currency. */
  sales: z.number(),
});

/** What a report says of an item on a day that has slots of it. */
export type Row = Readonly<z.infer<typeof storedRow>>;

/**
 * The rows of an item, in the order of their days. A slot that was withdrawn counts as far as it was booked: the rest of it was
 * never for sale in the end.
 *
 * @param slots each may be there several times
 * @param facts what is said of these slots, and perhaps of others, in any order and several times
 */
export function rowsOf(
  { itemId, title }: { itemId: string; title: string },
  slots: readonly Slot[],
  facts: readonly SlotFact[],
): Row[] {
  const factsOf = Map.groupBy(facts, ({ slotId }) => slotId);
  const rows = new Map<string, Row>();
  for (const slot of new Map(slots.map((slot) => [slot.slotId, slot])).values()) {
    const said = factsOf.get(slot.slotId) ?? [];
    const units = unitsBooked(said);
    const capacity = said.some(({ kind }) => kind === "withdrawal") ? units : slot.capacity;
    if (capacity === 0) continue;
    const day = slot.startsAt.slice(0, 10);
    const row = rows.get(day) ?? { day, itemId, title, slots: 0, capacity: 0, unitsBooked: 0, sales: 0 };
    rows.set(day, {
      ...row,
      slots: row.slots + 1,
      capacity: row.capacity + capacity,
      unitsBooked: row.unitsBooked + units,
      sales: row.sales + units * slot.unitPrice,
    });
  }
  return [...rows.values()].sort(byDayAndItem);
}

/** The order of a report. */
export function byDayAndItem(left: Row, right: Row): number {
  return compare(left.day, right.day) || compare(left.itemId, right.itemId);
}

/**
 * The units of a slot that are booked. A part of a booking counts once, however many regions say so, and not at all once any says
 * that it was cancelled. Should two regions have confirmed a part with other units, the first one counts, as in the ledger.
 */
export function unitsBooked(facts: readonly SlotFact[]): number {
  const cancelled = new Set(facts.filter(({ kind }) => kind === "cancellation").map(partOf));
  const sales = facts
    .filter((fact) => fact.kind === "sale")
    .sort((left, right) => compare(left.at, right.at) || compare(left.region, right.region));
  const first = Map.groupBy(
    sales.filter((sale) => !cancelled.has(partOf(sale))),
    partOf,
  );
  return [...first.values()].reduce((total, [sale]) => total + (sale?.units ?? 0), 0);
}

/** Which part of which booking a fact is about. */
function partOf(fact: SlotFact): string {
  return fact.kind === "withdrawal" ? "" : `${fact.bookingId}#${fact.part}`;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
