import { withBackoff } from "../../runtime/backoff.ts";
import type { Backoff } from "../../runtime/backoff.ts";
import { BasketFull } from "../../runtime/problem.ts";
import { BasketHasChanged } from "../baskets.ts";
import type { Baskets } from "../baskets.ts";
import { changedLine, maximumSlots, merged, wanted } from "../line.ts";
import type { Slot } from "../slot.ts";

/** What changing a line needs from outside. */
export interface Dependencies {
  readonly baskets: Baskets;
  readonly region: string;
  readonly now: () => Date;
  /** How often and how long it waits for others who change the same basket. @default as `withBackoff` */
  readonly backoff?: Backoff;
}

/**
 * Sets how many units of a slot are in a customer's basket.
 *
 * @throws BasketFull if the slot would be one more than a booking may have, as far as this region has heard.
 */
export async function setUnits(
  { baskets, region, now, backoff }: Dependencies,
  { customerId, slot, units }: { customerId: string; slot: Slot; units: number },
): Promise<void> {
  await whileChanging(async () => {
    const lines = await baskets.lines(customerId);
    const latest = merged(lines);
    const others = wanted(latest, now()).filter(({ slotId }) => slotId !== slot.slotId);
    if (others.length >= maximumSlots) throw new BasketFull(`the basket holds ${others.length} other slots`);
    const known = latest.find(({ slotId }) => slotId === slot.slotId);
    const own = lines.find((line) => line.slotId === slot.slotId && line.region === region);
    await baskets.change(changedLine(known, { slot, customerId, region, units }, now()), own);
  }, backoff);
}

/**
 * Takes a slot out of a customer's basket, if it is there. If it is not, this is written down all the same: it may have been put
 * there in another region that was not heard of yet.
 */
export async function removeSlot(
  { baskets, region, now, backoff }: Dependencies,
  { customerId, slotId }: { customerId: string; slotId: string },
): Promise<void> {
  await whileChanging(async () => {
    const lines = await baskets.lines(customerId);
    const known = merged(lines).find((line) => line.slotId === slotId);
    if (known?.units === 0) return;
    const slot = known ?? (await baskets.heardOf([slotId])).get(slotId)?.slot;
    if (slot === undefined) return;
    const own = lines.find((line) => line.slotId === slotId && line.region === region);
    await baskets.change(changedLine(known, { slot, customerId, region, units: 0 }, now()), own);
  }, backoff);
}

/** Does it again for as long as somebody else changes the basket at the same time. */
export async function whileChanging<Result>(work: () => Promise<Result>, backoff?: Backoff): Promise<Result> {
  return await withBackoff(work, (error) => error instanceof BasketHasChanged, backoff);
}
