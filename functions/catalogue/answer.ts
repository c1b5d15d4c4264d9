import type { components } from "../../api/generated/types.ts";
import type { ListedItem } from "./item.ts";

/** What a client is told of an item. */
export function itemFrom({
  itemId,
  kind,
  title,
  description,
  pictureUrl,
  region,
}: ListedItem): components["schemas"]["Item"] {
  return { itemId, kind, title, description, ...(pictureUrl !== undefined && { pictureUrl }), region };
}

/** The entity tag of an item's version. */
export function entityTagOf(version: number): string {
  return `"${version}"`;
}
