import { IdempotencyKeyReused, NotFound, PreconditionFailed } from "../../runtime/problem.ts";
import { ConditionsRefused, transact } from "../../runtime/transact.ts";
import type { Write } from "../../runtime/transact.ts";
import { entityTagOf } from "../answer.ts";
import { itemIdOf, payloadOf, requestOf } from "../item.ts";
import type { ItemContent, StoredItem } from "../item.ts";
import { entryKey, listingKey, requestKey } from "../keys.ts";
import { itemAtHome } from "./home.ts";
import type { Home, StaffRequest } from "./home.ts";
import { isMatch } from "./if-match.ts";

/** Somebody who makes an item, under a key that names the request. */
export interface CreateRequest extends StaffRequest {
  readonly caller: string;
  readonly idempotencyKey: string;
  readonly content: ItemContent;
}

/**
 * Makes an item, whose home is this region. The same request again gives the same answer, whatever became of the item since.
 *
 * @throws IdempotencyKeyReused if the caller's key stands for another item
 */
export async function createItem(home: Home, request: CreateRequest): Promise<StoredItem> {
  const { caller, idempotencyKey, content, correlationId } = request;
  const { region } = home;
  const name = requestOf(region, caller, idempotencyKey);
  const payload = payloadOf(content);
  const itemId = itemIdOf(content.title, name);
  const item: StoredItem = { ...content, itemId, region, status: "published", version: 1, correlationId };
  const made = { ...requestKey(name, region), payload, itemId, region };
  try {
    await transact(home.table, [
      { Put: { Item: made, ConditionExpression: "attribute_not_exists(pk)" } },
      { Put: { Item: { ...entryKey(itemId, region), ...item }, ConditionExpression: "attribute_not_exists(pk)" } },
      listing(item),
    ]);
  } catch (error) {
    const before = error instanceof ConditionsRefused ? error.existing.get(0) : undefined;
    if (before === undefined) throw error;
    if (before.payload !== payload) throw new IdempotencyKeyReused(`the key stands for item ${String(before.itemId)}`);
  }
  return item;
}

/**
 * Describes an item anew.
 *
 * @param ifMatch the versions that may be changed, as the header says
 * @throws NotFound if there is no such item
 * @throws EditedElsewhere if another region is its home
 * @throws PreconditionFailed if it is of another version
 */
export async function editItem(
  home: Home,
  { itemId, content, ifMatch, correlationId }: StaffRequest & { itemId: string; content: ItemContent; ifMatch: string },
): Promise<StoredItem> {
  const before = await itemAtHome(home, itemId);
  if (before.status === "removed") throw new NotFound();
  if (!isMatch(ifMatch, before.version)) throw changed(before);
  const { region, version } = before;
  const item: StoredItem = { ...content, itemId, region, status: "published", version: version + 1, correlationId };
  try {
    await transact(home.table, [replacing(item), listing(item)]);
  } catch (error) {
    throw error instanceof ConditionsRefused ? changed(before) : error;
  }
  return item;
}

/**
 * Takes an item out of the catalogue; its slots are withdrawn by who hears of it. Again: nothing.
 *
 * @throws NotFound if there was no such item
 * @throws EditedElsewhere if another region is its home
 */
export async function removeItem(
  home: Home,
  { itemId, correlationId }: StaffRequest & { itemId: string },
): Promise<void> {
  for (;;) {
    const before = await itemAtHome(home, itemId);
    if (before.status === "removed") return;
    const item: StoredItem = { ...before, status: "removed", version: before.version + 1, correlationId };
    try {
      await transact(home.table, [replacing(item), { Delete: { Key: listingKey(itemId, home.region) } }]);
      return;
    } catch (error) {
      if (!(error instanceof ConditionsRefused)) throw error; // refused: somebody has edited it meanwhile
    }
  }
}

function changed({ itemId, version }: StoredItem): PreconditionFailed {
  return new PreconditionFailed(`item ${itemId} has changed since: its ETag is ${entityTagOf(version)}`);
}

/** Puts an item in the place of its version before. */
function replacing(item: StoredItem): Write {
  return {
    Put: {
      Item: { ...entryKey(item.itemId, item.region), ...item },
      ConditionExpression: "#version = :before",
      ExpressionAttributeNames: { "#version": "version" },
      ExpressionAttributeValues: { ":before": item.version - 1 },
    },
  };
}

/** Puts an item into the list of all that can be found. */
function listing({ itemId, kind, title, description, pictureUrl, region }: StoredItem): Write {
  const listed = { itemId, kind, title, description, ...(pictureUrl !== undefined && { pictureUrl }), region };
  return { Put: { Item: { ...listingKey(itemId, region), ...listed } } };
}
