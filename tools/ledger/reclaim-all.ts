import { listingRange } from "../../functions/ledger/keys.ts";
import { listedSlot } from "../../functions/ledger/slot.ts";
import { reclaim } from "../../functions/operations/transfers.ts";
import type { Site } from "../../functions/operations/site.ts";

/** Sends what a region has not sold of any slot that has not begun to another region; gives the slots that had something. */
export async function* reclaimAll(site: Site, to: string): AsyncGenerator<{ slotId: string; units: number }> {
  for (const listed of await site.store.query(listingRange(site.now().toISOString()))) {
    const { slotId } = listedSlot.parse(listed);
    const units = await reclaim(site, slotId, to);
    if (units > 0) yield { slotId, units };
  }
}
