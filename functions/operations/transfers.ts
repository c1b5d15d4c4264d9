import { fenceKey, slotRange } from "../ledger/keys.ts";
import { gifts } from "../ledger/rebalance.ts";
import type { Gift } from "../ledger/rebalance.ts";
import { stockFrom, unsoldIn } from "../ledger/stock.ts";
import type { Stock } from "../ledger/stock.ts";
import { receiving, sending, storedTransfer, transfersIn } from "../ledger/transfer.ts";
import type { Transfer } from "../ledger/transfer.ts";
import type { Action, Item } from "../ledger/store.ts";
import { commit, regionsOf } from "./site.ts";
import type { Site } from "./site.ts";

/** Credits what another region has sent to this one, unless it was credited before. */
export async function receive(site: Site, transfer: Transfer): Promise<void> {
  await commit(site, receiving(transfer)); // refused: it was
}

/** A transfer to this region, if the item is one. */
export function transferTo(region: string, item: Item): Transfer | undefined {
  const transfer = item.sk.startsWith("TRANSFER#") ? storedTransfer.parse(item) : undefined;
  return transfer?.to === region ? transfer : undefined;
}

/**
 * Looks after a slot's units in this region: credits what others have sent here, in case a message was lost, and sends some to
 * regions that are low.
 */
export async function rebalance(site: Site, slotId: string): Promise<void> {
  const { stock, sent } = await receiveAll(site, slotId);
  for (const gift of gifts(stock, site.region, await regionsOf(site), sent, site.wholeBelow))
    await send(site, stock, gift);
}

/**
 * Takes a region out of service, or puts it back: while it is fenced, nothing is forwarded or sent to it. Run it with that
 * region's own table: it is this table that must know, and others hear of it from there.
 */
export async function setFence(site: Site, fenced: boolean): Promise<void> {
  const { region, now, store } = site;
  const key = fenceKey(region);
  for (;;) {
    const [present] = await store.query({ pk: key.pk, from: key.sk, to: key.sk });
    const version = typeof present?.version === "number" ? present.version : 0;
    if ((present?.fenced ?? false) === fenced) return;
    const item = { ...key, region, fenced, at: now().toISOString(), version: version + 1 };
    const action: Action = present === undefined ? { kind: "create", item } : { kind: "replace", item, version };
    if ((await commit(site, [action])).length === 0) return;
  }
}

/**
 * Sends all unsold units of a slot from this region to another. Whatever still runs here, a worker that slept through it
 * included, finds nothing left to sell: the same condition that guards every sale is what makes this safe.
 *
 * @returns how many units were sent
 */
export async function reclaim(site: Site, slotId: string, to: string): Promise<number> {
  for (let total = 0; ;) {
    const { stock } = await receiveAll(site, slotId);
    const units = unsoldIn(stock, site.region);
    if (units === 0) return total;
    if (await send(site, stock, { to, units })) total += units;
  }
}

/** Whether they were sent; not if others have taken them meanwhile. */
async function send(site: Site, stock: Stock, { to, units }: Gift): Promise<boolean> {
  const { region, newId } = site;
  const { slotId, entry } = stock;
  const transfer = { slotId, transferId: newId(), region, to, units, shards: entry?.shards ?? 1 };
  const actions = sending(transfer, stock);
  return actions !== undefined && (await commit(site, actions)).length === 0;
}

/** The slot once everything that was sent here has been credited, and what is on its way from here. */
async function receiveAll(
  site: Site,
  slotId: string,
): Promise<{ stock: Stock; sent: Readonly<Record<string, number>> }> {
  const items = await site.store.query(slotRange(slotId));
  const open = transfersIn(items).filter(({ received }) => !received);
  const incoming = open.filter(({ transfer }) => transfer.to === site.region);
  for (const { transfer } of incoming) await receive(site, transfer);
  const sent: Record<string, number> = {};
  for (const { transfer } of open) {
    if (transfer.region === site.region) sent[transfer.to] = (sent[transfer.to] ?? 0) + transfer.units;
  }
  const now = incoming.length === 0 ? items : await site.store.query(slotRange(slotId));
  return { stock: stockFrom(slotId, now), sent };
}
