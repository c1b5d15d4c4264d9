import { type Api, answerOf, dataOf } from "../api/api.ts";
import type { Item, ItemContent, Slot, SlotOffer } from "../api/schemas.ts";

/** An item, and its version. */
export interface Versioned {
  readonly item: Item;
  /** Entity tag. */
  readonly version: string;
}

/** An item as its home region has it, for editing. */
export async function readForEditing(api: Api, itemId: string, signal: AbortSignal): Promise<Versioned> {
  const params = { path: { itemId } };
  const seen = await dataOf(api.client.GET("/items/{itemId}", { params, signal }));
  const fetch = api.routed({ only: seen.region });
  const { data: item, response } = await answerOf(api.client.GET("/items/{itemId}", { params, fetch, signal }));
  return { item, version: response.headers.get("ETag") ?? "" };
}

/**
 * Makes an item, in whichever region answers; that is its home.
 *
 * @param key the same for the same item
 */
export async function makeItem(api: Api, content: ItemContent, key: string): Promise<Item> {
  const params = { header: { "Idempotency-Key": key } };
  return await dataOf(api.client.POST("/items", { params, body: content }));
}

/** Changes an item in its home region, if it is still as it was read. What reads give may be some seconds older than this answer. */
export async function changeItem(api: Api, { item, version }: Versioned, content: ItemContent): Promise<Versioned> {
  const params = { path: { itemId: item.itemId }, header: { "If-Match": version } };
  const fetch = api.routed({ only: item.region });
  const { data, response } = await answerOf(api.client.PUT("/items/{itemId}", { params, body: content, fetch }));
  return { item: data, version: response.headers.get("ETag") ?? "" };
}

/** Takes an item off the list, and its times. */
export async function removeItem(api: Api, { itemId, region }: Item): Promise<void> {
  const fetch = api.routed({ only: region });
  await answerOf(api.client.DELETE("/items/{itemId}", { params: { path: { itemId } }, fetch }));
}

/** Offers times of an item; nothing of them is sold. */
export async function offerSlots(api: Api, { itemId, region }: Item, slots: SlotOffer[]): Promise<Slot[]> {
  const fetch = api.routed({ only: region });
  const params = { path: { itemId } };
  const offered = await dataOf(api.client.POST("/items/{itemId}/slots", { params, body: { slots }, fetch }));
  return offered.slots.map((slot) => ({ ...slot, available: slot.capacity }));
}
