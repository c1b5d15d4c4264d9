import * as z from "zod/mini";
import { allotmentKey, identifierPattern, slotEntryKey, slotListingKey, withdrawalKey } from "./keys.ts";
import type { Item } from "./store.ts";

/** An item at a time. */
export interface Slot {
  readonly slotId: string;
  /** When it begins; kept as UTC with milliseconds, so that the order of the text is the order of time. */
  readonly startsAt: string;
  /** How many units it has in all: a whole number, 1 to 100,000. */
  readonly capacity: number;
  /** Over how many items each region's units are spread, 1 to 16. One takes 500 commits a second. @default 1 */
  readonly shards?: number;
}

/** The largest capacity of a slot, in units; a stadium, not a city. */
export const maximumCapacity = 100_000;

/** The largest number of shards of a slot. */
export const maximumShards = 16;

/** What the list of all slots says of a slot. */
export const listedSlot = z.object({ slotId: z.string(), startsAt: z.string() });

/** What the entry of a slot says. It never changes. */
export const storedSlot = z.extend(listedSlot, {
  itemId: z.string(),
  capacity: z.number(),
  shards: z.number(),
  /** The region where it was born. */
  region: z.string(),
});

/** What the entry of a slot says. */
export type SlotEntry = z.infer<typeof storedSlot>;

/** A slot that cannot be born, and every reason why. */
export class InvalidSlot extends Error {
  override readonly name = "InvalidSlot";
  constructor(slotId: string, problems: readonly string[]) {
    super(`slot ${JSON.stringify(slotId)}: ${problems.join("; ")}`);
  }
}

/**
 * The items to put when a slot is made: all its capacity in the allotment of the region that makes it, its entry, and its
 * place in the list of all slots. Put them in one transaction, each if absent: other regions get units by transfer only.
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
}): Item[] {
  const { slotId, capacity, shards = 1 } = slot;
  const { itemId } = item;
  const problems: string[] = [];
  for (const [name, id] of Object.entries({ slotId, itemId })) {
    if (!identifierPattern.test(id))
      problems.push(`${name} is ${JSON.stringify(id)} and must match ${identifierPattern.source}`);
  }
  const begins = new Date(slot.startsAt);
  if (Number.isNaN(begins.getTime()))
    problems.push(`startsAt is ${JSON.stringify(slot.startsAt)} and must be an ISO 8601 time`);
  for (const [name, value, maximum] of [
    ["capacity", capacity, maximumCapacity],
    ["shards", shards, Math.min(maximumShards, Math.max(1, capacity))],
  ] as const) {
    if (!Number.isInteger(value) || value < 1 || value > maximum) {
      problems.push(`${name} is ${value} and must be a whole number from 1 to ${maximum}`);
    }
  }
  if (problems.length > 0) throw new InvalidSlot(slotId, problems);

  const startsAt = begins.toISOString();
  return [
    ...shares(capacity, shards).map((units, shard) => ({
      ...allotmentKey(slotId, region, shard),
      ...{ slotId, region, shard, unsold: units, held: units },
    })),
    { ...slotEntryKey(slotId, region), slotId, itemId, startsAt, capacity, shards, region },
    { ...slotListingKey(startsAt, slotId, region), slotId, startsAt, region },
  ];
}

/** The item that says that a slot was withdrawn, whether it was born or not. It is put if absent, and never changes. */
export function withdrawal(slotId: string, region: string): Item {
  return { ...withdrawalKey(slotId, region), slotId, region };
}

/** A whole divided into whole numbers that differ by 1 at most. */
export function shares(whole: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => Math.floor((whole + index) / count));
}
