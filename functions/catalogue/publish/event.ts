import { catalogueSource } from "../../events/catalogue.ts";
import type { CatalogueEvent } from "../../events/catalogue.ts";
import type { StoredItem } from "../item.ts";
import type { StoredSlot } from "../slot.ts";

const source = catalogueSource;

/** What others are told of an item that was written. Each version is told of once, so that its number names the event. */
export function eventOfItem({ status, itemId, kind, title, ...item }: StoredItem, at: string): CatalogueEvent {
  if (status === "published") {
    const detail = { ...told(item, `${itemId}/published/${item.version}`, at), itemId, kind, title };
    return { source, type: "ItemPublished", detail };
  }
  return { source, type: "ItemRemoved", detail: { ...told(item, `${itemId}/removed`, at), itemId } };
}

/** What others are told of a slot that was written: that it can be booked, or can no more. */
export function eventOfSlot({ status, itemId, slotId, ...slot }: StoredSlot, at: string): CatalogueEvent {
  if (status === "withdrawn") {
    return { source, type: "SlotWithdrawn", detail: { ...told(slot, `${slotId}/withdrawn`, at), itemId, slotId } };
  }
  const { startsAt, capacity, shards, unitPrice } = slot;
  const detail = { ...told(slot, `${slotId}/offered`, at), itemId, slotId, startsAt, capacity, shards, unitPrice };
  return { source, type: "SlotOffered", detail };
}

function told(
  { version, region, correlationId }: Pick<StoredItem, "version" | "region" | "correlationId">,
  id: string,
  at: string,
) {
  return { schema: 1 as const, id, version, occurredAt: at, region, correlationId };
}
