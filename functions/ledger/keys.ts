/** The primary key of an item of the one global table. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** What the id of an item or a slot looks like: it is part of keys, so it holds no `#`. */
export const identifierPattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** Every region's units of a slot lie in one shard until a hot slot needs more of them. */
export const onlyShard = "0";

/** What `region` may still sell of a slot. Only `region` writes it. */
export function allotmentKey(slotId: string, region: string, shard: string): Key {
  return { pk: `SLOT#${slotId}`, sk: `ALLOT#${region}#${shard}` };
}

/** What a slot is. Only the region where it was born writes it. */
export function slotEntryKey(slotId: string, homeRegion: string): Key {
  return { pk: `SLOT#${slotId}`, sk: `${slotEntryPrefix}${homeRegion}` };
}

/** Begins the sort key of a slot's entry, whichever region it was born in. */
export const slotEntryPrefix = "ENTRY#";

/** A slot in the list of its item's slots, which is in the order of their beginning. */
export function slotListingKey(itemId: string, startsAt: string, slotId: string, homeRegion: string): Key {
  return { pk: `ITEM#${itemId}`, sk: `${slotListingPrefix}${startsAt}#${slotId}#${homeRegion}` };
}

/** Begins the sort key of every slot in its item's list. */
export const slotListingPrefix = "SLOT#";

/** An item's entry in the catalogue. Only its home region writes it. */
export function catalogueKey(itemId: string, homeRegion: string): Key {
  return { pk: cataloguePartition, sk: `${catalogueItemPrefix(itemId)}${homeRegion}` };
}

/** The partition of all entries of the catalogue. */
export const cataloguePartition = "CATALOGUE";

/** Begins the sort key of every entry of the catalogue. */
export const cataloguePrefix = "ITEM#";

/** Begins the sort key of one item's entry, whichever region is its home. */
export function catalogueItemPrefix(itemId: string): string {
  return `${cataloguePrefix}${itemId}#`;
}

/** What `region` recorded for a part of a customer's request. Only `region` writes it. */
export function claimKey(customerId: string, request: string, part: string, region: string): Key {
  return { pk: customerPartition(customerId), sk: `${claimPrefix(request, part)}${region}` };
}

/** The partition of all claims of a customer. */
export function customerPartition(customerId: string): string {
  return `CUSTOMER#${customerId}`;
}

/** Begins the sort key of the claims that any region recorded for a part of a request. */
export function claimPrefix(request: string, part: string): string {
  return `BOOKING#${request}#${part}#`;
}
