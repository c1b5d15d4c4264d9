import * as z from "zod/mini";
import type { catalogueEvents } from "../events/catalogue.ts";
import { expiryOf, lineDays } from "./expiry.ts";
import { offeredKey, offeredPrefix, withdrawnKey, withdrawnPrefix } from "./keys.ts";
import type { Item } from "./keys.ts";

/** What the catalogue has said of a slot. It never changes. */
export const slotFacts = {
  slotId: z.string(),
  itemId: z.string(),
  /** When it begins, in UTC with milliseconds (ISO 8601). */
  startsAt: z.string(),
  /** What a unit costs, in the smallest unit of the environment's currency. */
  unitPrice: z.number(),
};

const storedSlot = z.object(slotFacts);

/** What the catalogue has said of a slot. */
export type Slot = z.infer<typeof storedSlot>;

/** What a region has heard of a slot. */
export interface Heard {
  /** Undefined as long as nothing was heard. */
  readonly slot: Slot | undefined;
  /** Whether it was taken out of the catalogue, once and for all. */
  readonly isWithdrawn: boolean;
}

/** Whether a slot can be booked, as far as a region has heard, and if not, why. */
export type SlotStatus = "bookable" | "begun" | "withdrawn" | "unknown";

/** The item that says that a slot can be booked. It outlives every line of the slot: none is changed once the slot has begun. */
export function offeredItem(
  { slotId, itemId, startsAt, unitPrice }: z.infer<typeof catalogueEvents.SlotOffered>,
  region: string,
): Item {
  const expiresAt = expiryOf(startsAt, 2 * lineDays);
  return { ...offeredKey(slotId, region), slotId, itemId, startsAt, unitPrice, region, expiresAt };
}

/**
 * The item that says that a slot can be booked no more. It is an item of its own, so that it does not matter which of the two is
 * heard first.
 */
export function withdrawnItem({ slotId, itemId }: z.infer<typeof catalogueEvents.SlotWithdrawn>, region: string): Item {
  return { ...withdrawnKey(slotId, region), slotId, itemId, region };
}

/** What items say of a slot, in whatever order they were written. */
export function heardFrom(items: readonly Item[]): Heard {
  const regionsOf = (prefix: string) =>
    items.filter(({ sk }) => sk.startsWith(prefix)).map(({ sk }) => sk.slice(prefix.length));
  const withdrawn = regionsOf(withdrawnPrefix);
  const offered = regionsOf(offeredPrefix).sort();
  const [offeredIn = offered[0]] = offered.filter((region) => !withdrawn.includes(region));
  const item = items.find(({ sk }) => sk === `${offeredPrefix}${offeredIn ?? ""}`);
  return {
    slot: item === undefined ? undefined : storedSlot.parse(item),
    isWithdrawn: offeredIn === undefined ? withdrawn.length > 0 : withdrawn.includes(offeredIn),
  };
}

/** Whether a slot can be booked at a time, as far as was heard. */
export function statusOf({ slot, isWithdrawn }: Heard, now: Date): SlotStatus {
  if (isWithdrawn) return "withdrawn";
  if (slot === undefined) return "unknown";
  return new Date(slot.startsAt) <= now ? "begun" : "bookable";
}
