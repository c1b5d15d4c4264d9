import { storedItem, storedSlot, storedSlotFact } from "../facts.ts";
import { itemRange, neighbourhoodOf, slotFactsRange, slotsRange } from "../keys.ts";
import type { Range } from "../keys.ts";
import { rowsOf } from "../rows.ts";
import type { Row } from "../rows.ts";

/** Reads the items of a range. */
export type Read = (range: Range) => Promise<Record<string, unknown>[]>;

/** What a report over some days says of an item in one month. */
export async function rowsOfItem(
  read: Read,
  span: { readonly from: string; readonly to: string },
  { itemId, month }: { readonly itemId: string; readonly month: string },
): Promise<Row[]> {
  const [titles, found] = await Promise.all([read(itemRange(itemId)), read(slotsRange(itemId, month, span))]);
  const slots = found.map((slot) => storedSlot.parse(slot));
  const neighbourhoods = Map.groupBy(
    slots.map(({ slotId }) => slotId),
    neighbourhoodOf,
  );
  const facts = await Promise.all(
    [...neighbourhoods].map(([neighbourhood, slotIds]) => read(slotFactsRange(neighbourhood, slotIds))),
  );
  const [item] = titles.map((title) => storedItem.parse(title));
  return rowsOf(
    { itemId, title: item?.title ?? "" },
    slots,
    facts.flat().map((fact) => storedSlotFact.parse(fact)),
  );
}
