import * as z from "zod/mini";
import { expiryOf, hasExpired, lineDays } from "./expiry.ts";
import { lineKey } from "./keys.ts";
import type { Item } from "./keys.ts";
import { slotFacts } from "./slot.ts";
import type { Slot } from "./slot.ts";

/** What a region has heard last from a customer of a slot in the basket, as the table holds it. */
export const storedLine = z.object({
  ...slotFacts,
  customerId: z.string(),
  /** The region that has heard it and is the only one to change it. */
  region: z.string(),
  /** How many units are wanted; 0: none any more. */
  units: z.number(),
  /** When it was changed, in UTC with milliseconds (ISO 8601): later than all that the region knew of the slot before. */
  changedAt: z.string(),
  /** When it is forgotten, in seconds since 1970. */
  expiresAt: z.number(),
  /** The checkout that has emptied it, by the digest of its key, and how many units that took. */
  taken: z.optional(z.object({ keyDigest: z.string(), units: z.number() })),
});

/** What a region has heard last from a customer of a slot in the basket. */
export type Line = z.infer<typeof storedLine>;

/** The largest number of slots in a basket, as in a booking. */
export const maximumSlots = 25;

/** The largest number of units of a slot, as in a booking. */
export const maximumUnits = 1_000;

/**
 * What counts of what several regions have heard: of each slot the latest change, and of two at the same time that of the last
 * region by name; in the order of the slots' ids. It does not matter what is merged first, nor how often.
 */
export function merged(...lines: readonly (readonly Line[])[]): Line[] {
  const latest = new Map<string, Line>();
  for (const line of lines.flat()) {
    const other = latest.get(line.slotId);
    if (other === undefined || beats(line, other)) latest.set(line.slotId, line);
  }
  return [...latest.values()].sort((left, right) => (left.slotId < right.slotId ? -1 : 1));
}

/**
 * The lines that are in the basket at a time. A line that has lost was changed earlier, so that it expires no later than the one
 * that it has lost to: what was removed does not come back when its removal is forgotten.
 */
export function wanted(lines: readonly Line[], now: Date): Line[] {
  return lines.filter(({ units, expiresAt }) => units > 0 && !hasExpired(expiresAt, now));
}

/** A change that `region` hears of at a time, knowing what it knows: later than that, whatever the regions' clocks say. */
export function changedLine(
  known: Line | undefined,
  { slot, customerId, region, units }: { slot: Slot; customerId: string; region: string; units: number },
  now: Date,
): Line {
  const { slotId, itemId, startsAt, unitPrice } = slot;
  const earliest = known === undefined ? 0 : Date.parse(known.changedAt) + 1;
  const changedAt = new Date(Math.max(now.getTime(), earliest)).toISOString();
  return {
    ...{ customerId, slotId, itemId, startsAt, unitPrice, region, units, changedAt },
    expiresAt: expiryOf(changedAt, lineDays),
  };
}

/**
 * A line that a checkout in `region` empties: at the next moment after the change that it takes, so that a later change that has
 * not been heard of here yet stays in the basket.
 */
export function emptiedLine(line: Line, region: string, keyDigest: string): Line {
  const next = changedLine(line, { slot: line, customerId: line.customerId, region, units: 0 }, new Date(0));
  return { ...next, taken: { keyDigest, units: line.units } };
}

/**
 * The lines as the first try of a checkout has found them: what it has emptied in another region may be heard of here before the
 * checkout itself.
 */
export function asFirstFound(lines: readonly Line[], keyDigest: string): Line[] {
  return lines.map((line) => (line.taken?.keyDigest === keyDigest ? { ...line, units: line.taken.units } : line));
}

/** The item of a line. */
export function lineItem(line: Line): Item {
  return { ...lineKey(line.customerId, line.slotId, line.region), ...line };
}

function beats(line: Line, other: Line): boolean {
  if (line.changedAt !== other.changedAt) return line.changedAt > other.changedAt;
  return line.region > other.region;
}
