import * as z from "zod/mini";
import type { SlotPlace } from "./keys.ts";

/** A slot of an item as the item's home region keeps it. All but its status never changes. */
export const storedSlot = z.object({
  slotId: z.string(),
  itemId: z.string(),
  /** When it begins, in UTC with milliseconds. */
  startsAt: z.string(),
  /** How many units it has in all. */
  capacity: z.number(),
  /** Over how many partitions each region's units are spread. */
  shards: z.number(),
  /** What a unit costs, in the smallest unit of the environment's currency. */
  unitPrice: z.number(),
  region: z.string(),
  /** `withdrawn`: it can be booked no more. */
  status: z.enum(["offered", "withdrawn"]),
  /** 1, and one more at each change. */
  version: z.number(),
  /** The id that follows the request that changed it last through logs and events. */
  correlationId: z.string(),
});

/** A slot of an item as the item's home region keeps it. */
export type StoredSlot = z.infer<typeof storedSlot>;

/** What a region may still sell of a slot, or of one shard of it, as the booking service said last. */
export const storedStock = z.object({
  slotId: z.string(),
  region: z.string(),
  shard: z.number(),
  unsold: z.number(),
  /** Orders what is said of one shard in one region, as text. */
  sequence: z.string(),
});

/** The id of an item's slot that begins at a time, in UTC and whole minutes: `<item id>-20300101T0900Z`. */
export function slotIdOf(itemId: string, startsAt: string): string {
  const minutes = startsAt.slice(0, "2030-01-01T09:00".length).replace(/[-:]/g, "");
  return `${itemId}-${minutes}Z`;
}

/** What a slot's id says; undefined if the catalogue gives no such ids. */
export function placeOf(slotId: string): SlotPlace | undefined {
  const [, itemId, year, month, day, hour, minute] =
    /^([a-z0-9][a-z0-9-]*)-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z$/.exec(slotId) ?? [];
  if (itemId === undefined) return undefined;
  return { slotId, itemId, startsAt: `${year}-${month}-${day}T${hour}:${minute}:00.000Z` };
}
