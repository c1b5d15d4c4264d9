/** The primary key of a row of the catalogue's table. Each row is written by the one region that its sort key names. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Rows of one partition, in the order of their sort keys; both ends belong to it. */
export interface Range {
  readonly pk: string;
  readonly from: string;
  readonly to: string;
}

/** Where a slot is in its item's list: what its id says. */
export interface SlotPlace {
  readonly slotId: string;
  readonly itemId: string;
  /** In UTC with milliseconds, so that the order of the text is the order of time. */
  readonly startsAt: string;
}

/** An item. Only its home region writes it. */
export function entryKey(itemId: string, homeRegion: string): Key {
  return { pk: itemPartition(itemId), sk: `${entryPrefix}${homeRegion}` };
}

/** Begins the sort key of every item. */
export const entryPrefix = "ENTRY#";

/** The item of an id, whichever region is its home. */
export function entryRange(itemId: string): Range {
  return { pk: itemPartition(itemId), from: entryPrefix, to: `${entryPrefix}~` };
}

/** An item in the list of all that can be found. Only its home region writes it. */
export function listingKey(itemId: string, homeRegion: string): Key {
  return { pk: listingRange.pk, sk: `${listingPrefix}${itemId}#${homeRegion}` };
}

/** Begins the sort key of every item in the list. */
export const listingPrefix = "ITEM#";

/** All items that can be found, in the order of their ids. */
export const listingRange: Range = { pk: "LISTING", from: listingPrefix, to: `${listingPrefix}~` };

/** A slot of an item. Only the item's home region writes it. */
export function slotKey({ itemId, startsAt, slotId }: SlotPlace, homeRegion: string): Key {
  return { pk: itemPartition(itemId), sk: `${slotPrefix}${startsAt}#${slotId}#${homeRegion}` };
}

/** Begins the sort key of every slot. */
export const slotPrefix = "SLOT#";

/** The slots of an item that begin at a time or later, the soonest first. */
export function slotsFrom(itemId: string, from: string): Range {
  return { pk: itemPartition(itemId), from: `${slotPrefix}${from}`, to: `${slotPrefix}~` };
}

/** What `region` may still sell of a slot, or of one shard of it. Only `region` writes it. */
export function stockKey({ itemId, startsAt, slotId }: SlotPlace, region: string, shard: number): Key {
  return { pk: itemPartition(itemId), sk: `${stockPrefix}${startsAt}#${slotId}#${region}#${shard}` };
}

const stockPrefix = "STOCK#";

/** What can be sold of an item's slots that begin at a time or later, and before another one if there is one. */
export function stockBetween(itemId: string, from: string, before = "~"): Range {
  return { pk: itemPartition(itemId), from: `${stockPrefix}${from}`, to: `${stockPrefix}${before}` };
}

/** What can be sold of an item's slots from one to another, both of them among these. */
export function stockOfSlots(first: SlotPlace, last: SlotPlace): Range {
  const to = `${stockPrefix}${last.startsAt}#${last.slotId}#~`;
  return { pk: itemPartition(first.itemId), from: `${stockPrefix}${first.startsAt}#${first.slotId}#`, to };
}

/** What a key of a caller's stands for. Only `region`, where the request was made, writes it. */
export function requestKey(request: string, region: string): Key {
  return { pk: `REQUEST#${request}`, sk: `MADE#${region}` };
}

function itemPartition(itemId: string): string {
  return `ITEM#${itemId}`;
}
