import type { Item } from "../../functions/ledger/store.ts";
import { claimBatch } from "../../functions/operations/claim-batch.ts";
import { settle } from "../../functions/operations/settle.ts";
import type { Site } from "../../functions/operations/site.ts";
import { rebalance } from "../../functions/operations/transfers.ts";

/** What became of the items of a table. */
export interface Resettled {
  /** How many were settled, or needed nothing. */
  readonly settled: number;
  /** What was not settled, and why. */
  readonly failures: readonly { readonly what: string; readonly error: Error }[];
}

/**
 * Settles every item of a region's table again, as its stream would have: what was settled before stays as it is, so it may be
 * done at any time, and again. What was forwarded here is claimed at once.
 */
export async function resettleAll(site: Site, items: AsyncIterable<Item>): Promise<Resettled> {
  let settled = 0;
  const failures: { what: string; error: Error }[] = [];
  const slots = new Set<string>();
  const attempt = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
      return true;
    } catch (error) {
      failures.push({ what, error: error instanceof Error ? error : new Error(String(error)) });
      return false;
    }
  };
  for await (const item of items) {
    const done = await attempt(`${item.pk} ${item.sk}`, async () => {
      const slotId = await settle(site, item, async (request) => {
        const result = (await claimBatch(site, [request])).get(request);
        if (result instanceof Error) throw result;
      });
      if (slotId !== undefined) slots.add(slotId);
    });
    if (done) settled += 1;
  }
  for (const slotId of slots) await attempt(`slot ${slotId}`, () => rebalance(site, slotId));
  return { settled, failures };
}
