import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import type { components } from "../../../api/generated/types.ts";
import { allotmentKey, identifierPattern, listingRange, slotListingPrefix } from "../../ledger/keys.ts";
import type { Key } from "../../ledger/keys.ts";
import { listedSlot } from "../../ledger/slot.ts";
import { storedAllotment } from "../../ledger/stock.ts";
import { withBackoff } from "../../runtime/backoff.ts";
import { NotFound } from "../../runtime/problem.ts";
import type { Table } from "../../runtime/table.ts";
import { isInCatalogue } from "./items.ts";
import { listPage } from "../../runtime/list.ts";
import { maximumLimit, pageOf } from "../../runtime/page.ts";

/** DynamoDB's own limit of keys in a BatchGetItem. */
const keysPerRead = 100;

/** What listing slots needs from outside. */
export interface Dependencies {
  readonly table: Table;
  /** The regions that may sell, whose allotments are counted. */
  readonly regions: readonly string[];
  readonly now: () => Date;
}

/**
 * A page of an item's slots that have not begun, the soonest first, each with the units that are unsold in all regions.
 *
 * @throws NotFound if the catalogue has no such item.
 * @throws InvalidRequest if `limit` or `cursor` is not valid.
 */
export async function listSlots(
  { table, regions, now }: Dependencies,
  itemId: string,
  query: URLSearchParams,
): Promise<components["schemas"]["SlotPage"]> {
  if (!identifierPattern.test(itemId)) throw new NotFound();
  const page = pageOf(query, { prefix: slotListingPrefix, defaultLimit: maximumLimit });
  const range = listingRange(itemId, now().toISOString());
  const [known, { entries, ...next }] = await Promise.all([isInCatalogue(table, itemId), listPage(table, range, page)]);
  if (!known) throw new NotFound();
  const slots = entries.map((entry) => listedSlot.parse(entry));
  const available = await unsoldUnits(table, slots, regions);
  return {
    slots: slots.map(({ shards, ...slot }) => ({ ...slot, available: available.get(slot.slotId) ?? 0 })),
    ...next,
  };
}

/** The unsold units of each slot, summed over the allotments that exist; most regions have none of a slot. */
async function unsoldUnits(
  table: Table,
  slots: readonly { readonly slotId: string; readonly shards: number }[],
  regions: readonly string[],
): Promise<Map<string, number>> {
  const keys = slots.flatMap(({ slotId, shards }) =>
    regions.flatMap((region) => Array.from({ length: shards }, (_, shard) => allotmentKey(slotId, region, shard))),
  );
  const parts = Array.from({ length: Math.ceil(keys.length / keysPerRead) }, (_, index) =>
    keys.slice(index * keysPerRead, (index + 1) * keysPerRead),
  );
  const items = (await Promise.all(parts.map((part) => readAll(table, part)))).flat();
  const unsold = new Map<string, number>();
  for (const item of items) {
    const allotment = storedAllotment.parse(item);
    unsold.set(allotment.slotId, (unsold.get(allotment.slotId) ?? 0) + allotment.unsold);
  }
  return unsold;
}

class NotAllRead extends Error {}

/** The items of these keys that exist. DynamoDB may leave keys out of an answer, which are asked for again. */
async function readAll(table: Table, keys: readonly Key[]): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let left: Record<string, unknown>[] = keys.map((key) => ({ ...key }));
  await withBackoff(
    async () => {
      const answer = await table.client.send(new BatchGetCommand({ RequestItems: { [table.name]: { Keys: left } } }));
      found.push(...(answer.Responses?.[table.name] ?? []));
      left = answer.UnprocessedKeys?.[table.name]?.Keys ?? [];
      if (left.length > 0) throw new NotAllRead(`${left.length} of ${keys.length} allotments could not be read`);
    },
    (error) => error instanceof NotAllRead,
  );
  return found;
}
