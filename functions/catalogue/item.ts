import { createHash } from "node:crypto";
import * as z from "zod/mini";

/** What can be booked, by kind. */
export const kinds = ["tour", "room", "table"] as const;

/** An item as it can be found. */
export const listedItem = z.object({
  kind: z.enum(kinds),
  /** Its name, in one line. */
  title: z.string(),
  /** What a customer should know about it. */
  description: z.string(),
  /** Where there is a picture of it. */
  pictureUrl: z.optional(z.string()),
  itemId: z.string(),
  /** Its home, where it is edited. */
  region: z.string(),
});

/** An item as it can be found. */
export type ListedItem = z.infer<typeof listedItem>;

/** What staff say of an item. */
export type ItemContent = Omit<ListedItem, "itemId" | "region">;

/** An item as its home region keeps it. */
export const storedItem = z.extend(listedItem, {
  /** `removed`: it can be found no more, and its slots are withdrawn. */
  status: z.enum(["published", "removed"]),
  /** 1, and one more at each change. */
  version: z.number(),
  /** The id that follows the request that changed it last through logs and events. */
  correlationId: z.string(),
});

/** An item as its home region keeps it. */
export type StoredItem = z.infer<typeof storedItem>;

/** What an id of an item looks like. */
export const itemIdPattern = /^[a-z0-9][a-z0-9-]{0,34}$/;

const slugLength = 24;
const digestLength = 10;

/**
 * The id of a new item: what is left of its title in lower-case ASCII, and ten digits of the request that makes it. Two regions
 * never make the same.
 */
export function itemIdOf(title: string, request: string): string {
  return `${slugOf(title)}-${request.slice(0, digestLength)}`;
}

/** The name of a request: the same for the same region, caller and key, and for nothing else. */
export function requestOf(region: string, caller: string, idempotencyKey: string): string {
  return digest([region, caller, idempotencyKey]);
}

/** What tells one content from another. */
export function payloadOf({ kind, title, description, pictureUrl }: ItemContent): string {
  return digest([kind, title, description, pictureUrl ?? null]);
}

function slugOf(title: string): string {
  const words = withoutAccents(title).match(/[a-z0-9]+/g) ?? [];
  return words.join("-").slice(0, slugLength).replace(/-$/, "") || "item";
}

/** The words of a text, in lower case and without accents. */
export function wordsOf(text: string): string[] {
  return withoutAccents(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

function withoutAccents(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** JSON keeps the borders between the values, so that no two lists of them are hashed alike. */
function digest(values: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("hex");
}
