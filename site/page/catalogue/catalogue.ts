import { type Api, dataOf } from "../api/api.ts";
import type { Item, Slot } from "../api/schemas.ts";

/** What somebody looks for. */
export interface Search {
  readonly q: string;
  readonly kind: Item["kind"] | "";
  /** Local dates; empty for any. */
  readonly from: string;
  readonly to: string;
}

/** What somebody looks for who looks for nothing in particular. */
export const everything: Search = { q: "", kind: "", from: "", to: "" };

/** A page of what was found. */
export interface Found {
  readonly items: readonly Item[];
  readonly cursor?: string;
}

const kinds: readonly string[] = ["tour", "room", "table"];

/** A search from the query of the page's address. */
export function searchFrom(query: URLSearchParams): Search {
  const kind = query.get("kind") ?? "";
  return {
    q: query.get("q") ?? "",
    kind: kinds.includes(kind) ? (kind as Item["kind"]) : "",
    from: query.get("from") ?? "",
    to: query.get("to") ?? "",
  };
}

/** The path of the page that shows a search. */
export function pathOf(search: Search): string {
  const given = Object.entries(search).filter(([, value]) => value !== "");
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return query === "" ? "/" : `/?${query}`;
}

/** Looks for items; a page that holds none is no reason to stop while there is a cursor. */
export async function find(api: Api, search: Search, cursor: string | undefined, signal: AbortSignal): Promise<Found> {
  const { q, kind, from, to } = search;
  const span = { from: from ? midnight(from, 0) : undefined, to: to ? midnight(to, 1) : undefined };
  const query = { q: q || undefined, kind: kind || undefined, ...span };
  let next = cursor;
  for (;;) {
    const page = await dataOf(
      api.client.GET("/items", { params: { query: { ...query, limit: 24, cursor: next } }, signal }),
    );
    if (page.items.length > 0 || page.cursor === undefined) return page;
    next = page.cursor;
  }
}

/** The beginning of the day so many days after a local date, in UTC: a customer's day is theirs. */
function midnight(date: string, daysAfter: number): string {
  const time = new Date(`${date}T00:00`);
  time.setDate(time.getDate() + daysAfter);
  return time.toISOString();
}

/** An item. */
export async function readItem(api: Api, itemId: string, signal: AbortSignal): Promise<Item> {
  return await dataOf(api.client.GET("/items/{itemId}", { params: { path: { itemId } }, signal }));
}

/** Every slot of an item that has not begun, the soonest first. */
export async function readSlots(api: Api, itemId: string, signal: AbortSignal): Promise<Slot[]> {
  const slots: Slot[] = [];
  let cursor: string | undefined;
  do {
    const page = await dataOf(
      api.client.GET("/items/{itemId}/slots", { params: { path: { itemId }, query: { cursor } }, signal }),
    );
    slots.push(...page.slots);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return slots;
}
