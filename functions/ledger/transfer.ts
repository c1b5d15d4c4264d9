import * as z from "zod/mini";
import { allotmentKey, receiptKey, transferKey } from "./keys.ts";
import { emptyAllotment, Remainder } from "./stock.ts";
import type { Stock } from "./stock.ts";
import { shares } from "./slot.ts";
import type { Action, Item } from "./store.ts";

/** Units that one region has sent to another. They are in no allotment until the receiver has credited them. */
export const storedTransfer = z.object({
  slotId: z.string(),
  transferId: z.string(),
  /** The region that sent them and wrote this. */
  region: z.string(),
  to: z.string(),
  units: z.number(),
  /** Over how many shards the receiver spreads them. */
  shards: z.number(),
});

/** Units that one region has sent to another. */
export type Transfer = z.infer<typeof storedTransfer>;

/** What the items of a slot's `slotRange` say of its transfers. */
export function transfersIn(items: readonly Item[]): { transfer: Transfer; received: boolean }[] {
  const keys = new Set(items.map(({ sk }) => sk));
  return items
    .filter(({ sk }) => sk.startsWith("TRANSFER#"))
    .map((item) => storedTransfer.parse(item))
    .map((transfer) => ({ transfer, received: keys.has(receiptOf(transfer).sk) }));
}

/** The one commit that sends units away: debits the sender's shards, and says where they went. None if it has too few. */
export function sending(transfer: Transfer, stock: Stock): Action[] | undefined {
  const { slotId, region, to, transferId, units } = transfer;
  const debits = new Remainder([stock], region, 0).take([{ slotId, units }]);
  if (debits === undefined) return undefined;
  return [
    ...debits.map((debit): Action => ({
      kind: "debit",
      key: allotmentKey(slotId, region, debit.shard),
      units: debit.units,
      purpose: "send",
    })),
    { kind: "create", item: { ...transferKey(slotId, region, to, transferId), ...transfer } },
  ];
}

/** The one commit that receives them: credits the receiver's shards, and says so, once. */
export function receiving(transfer: Transfer): Action[] {
  const { slotId, region, to, transferId, units, shards } = transfer;
  return [
    ...shares(units, shards)
      .map((share, shard): Action & { kind: "credit" } => ({
        kind: "credit",
        allotment: emptyAllotment(slotId, to, shard),
        units: share,
        purpose: "receive",
      }))
      .filter((credit) => credit.units > 0),
    { kind: "create", item: { ...receiptOf(transfer), slotId, transferId, region: to, from: region, units } },
  ];
}

function receiptOf({ slotId, region, to, transferId }: Transfer) {
  return receiptKey(slotId, region, to, transferId);
}
