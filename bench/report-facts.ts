import { createHash } from "node:crypto";
import { type Heard, reactionsTo } from "../functions/reports/follow/reactions.ts";

/** How much there is to report on. */
export interface Season {
  readonly items: number;
  /** How many days have a slot of each item, from the first of January 2031 on. */
  readonly days: number;
  readonly sales: number;
}

/** What a report has to say of an item on a day, reckoned without the table. */
interface Expected {
  readonly capacity: number;
  readonly unitsBooked: number;
  readonly sales: number;
}

const [home, other] = ["eu-west-1", "us-east-1"] as const;
const capacity = 20;

/**
 * What two regions hear of a season: each item has a slot a day, every twentieth sale is cancelled and every tenth is told by both
 * regions. The same season gives the same facts.
 *
 * @param take is given one fact after the other
 * @returns what a report has to say, by `<day> <item>`
 */
export async function tellSeason(
  { items, days, sales }: Season,
  take: (item: Heard["item"]) => Promise<void>,
): Promise<Map<string, Expected>> {
  const write = ({ item }: Heard) => take(item);
  const [here, there] = [reactionsTo(write, home), reactionsTo(write, other)];
  const expected = new Map<string, Expected>();
  const slots = Array.from({ length: items * days }, (_, index) => slotOf(Math.floor(index / days), index % days));
  for (let index = 0; index < items; index += 1) {
    await here.ItemPublished({
      ...said(`item-${index}`),
      itemId: itemIdOf(index),
      kind: "tour",
      title: `Tour ${index}`,
    });
  }
  for (const slot of slots) {
    expected.set(nameOf(slot), { capacity, unitsBooked: 0, sales: 0 });
    await here.SlotOffered({ ...said(slot.slotId), ...slot, capacity, shards: 1 });
  }
  for (let index = 0; index < sales; index += 1) {
    const slot = slots[(index * 7_919) % slots.length];
    if (slot === undefined) continue;
    const units = 1 + (index % 3);
    const sold = {
      ...said(`sale-${index}`),
      ...{ customerId: "customer", bookingId: bookingIdOf(index), part: "0", slots: [{ slotId: slot.slotId, units }] },
    };
    await here.BookingConfirmed(sold);
    if (index % 10 === 0) await there.BookingConfirmed(sold);
    if (index % 20 === 0) {
      await there.BookingCancelled(sold);
      continue;
    }
    const before = expected.get(nameOf(slot)) ?? { capacity, unitsBooked: 0, sales: 0 };
    expected.set(nameOf(slot), {
      ...before,
      unitsBooked: before.unitsBooked + units,
      sales: before.sales + units * slot.unitPrice,
    });
  }
  return expected;
}

/** Names an item. */
export function itemIdOf(item: number): string {
  return `tour-${digest(`item-${item}`, 10)}`;
}

/** The day of a season, the first being 0, as `yyyy-mm-dd`. */
export function dayOf(day: number): string {
  return new Date(Date.UTC(2031, 0, 1 + day)).toISOString().slice(0, 10);
}

function slotOf(item: number, day: number) {
  const itemId = itemIdOf(item);
  const slotId = `${itemId}-${dayOf(day).replaceAll("-", "")}T0900Z`;
  return { itemId, slotId, startsAt: `${dayOf(day)}T09:00:00.000Z`, unitPrice: 1_000 + item };
}

function nameOf({ itemId, startsAt }: { itemId: string; startsAt: string }): string {
  return `${startsAt.slice(0, 10)} ${itemId}`;
}

function bookingIdOf(sale: number): string {
  return digest(`sale-${sale}`, 32);
}

function digest(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

/** The envelope of an event. */
function said(id: string) {
  return { schema: 1, id, version: 1, occurredAt: "2030-06-01T12:00:00.000Z", region: home, correlationId: "bench" };
}
