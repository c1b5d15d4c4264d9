import * as z from "zod/mini";
import { allotmentKey, identifierPattern, onlyShard, slotEntryKey, slotListingKey } from "./keys.ts";
import type { Key } from "./keys.ts";

/** An item at a time. */
export interface Slot {
  readonly slotId: string;
  /** When it begins; kept as UTC with milliseconds, so that the order of the text is the order of time. */
  readonly startsAt: string;
  /** How many units it has in all: a whole number, 1 to 100,000. */
  readonly capacity: number;
}

/** The largest capacity of a slot, in units; a stadium, not a city. */
export const maximumCapacity = 100_000;

/** What an item of the table says of a slot: its entry, or its place in the item's list. */
export const storedSlot = z.object({ slotId: z.string(), startsAt: z.string(), capacity: z.number() });

/** What an allotment says: the units that its region may still sell of the slot. */
export const storedAllotment = z.object({ pk: z.string(), unsold: z.number() });

/** A slot that cannot be born, and every reason why. */
export class InvalidSlot extends Error {
  override readonly name = "InvalidSlot";
  constructor(slotId: string, problems: readonly string[]) {
    super(`slot ${JSON.stringify(slotId)}: ${problems.join("; ")}`);
  }
}

/**
 * The items to put when a slot is made: all its capacity in the allotment of the region that makes it, its entry, and its
 * place in the item's list. Put them in one transaction, each if absent: other regions get units by transfer only.
 *
 * @throws InvalidSlot naming every value that breaks a rule.
 */
export function bornWhole({
  slot,
  item,
  region,
}: {
  slot: Slot;
  item: { readonly itemId: string };
  region: string;
}): (Key & Record<string, unknown>)[] {
  const problems: string[] = [];
  for (const [name, id] of [
    ["slotId", slot.slotId],
    ["itemId", item.itemId],
  ] as const) {
    if (!identifierPattern.test(id))
      problems.push(`${name} is ${JSON.stringify(id)} and must match ${identifierPattern.source}`);
  }
  const begins = new Date(slot.startsAt);
  if (Number.isNaN(begins.getTime()))
    problems.push(`startsAt is ${JSON.stringify(slot.startsAt)} and must be an ISO 8601 time`);
  if (!Number.isInteger(slot.capacity) || slot.capacity < 1 || slot.capacity > maximumCapacity) {
    problems.push(`capacity is ${slot.capacity} and must be a whole number from 1 to ${maximumCapacity}`);
  }
  if (problems.length > 0) throw new InvalidSlot(slot.slotId, problems);

  const { slotId, capacity } = slot;
  const { itemId } = item;
  const startsAt = begins.toISOString();
  return [
    { ...allotmentKey(slotId, region, onlyShard), unsold: capacity },
    { ...slotEntryKey(slotId, region), slotId, itemId, startsAt, capacity },
    { ...slotListingKey(itemId, startsAt, slotId, region), slotId, startsAt, capacity },
  ];
}
