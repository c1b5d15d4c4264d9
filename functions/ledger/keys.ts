/** The primary key of an item of the one global table. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Items of one partition, in the order of their sort keys; both ends belong to it. */
export interface Range {
  readonly pk: string;
  readonly from: string;
  readonly to: string;
}

/** What the id of an item or a slot looks like: it is part of keys, so it holds no `#`. */
export const identifierPattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** Begins the sort key of every allotment; its region follows. */
export const allotmentPrefix = "ALLOT#";

/** What `region` may still sell of a slot, or one shard of it. Only `region` writes it. */
export function allotmentKey(slotId: string, region: string, shard: number): Key {
  return { pk: slotPartition(slotId), sk: `${allotmentPrefix}${region}#${shard}` };
}

/** Whether an item of this sort key is an allotment. */
export function isAllotmentKey(sortKey: string): boolean {
  return sortKey.startsWith(allotmentPrefix);
}

/** What a slot is. Only the region where it was born writes it. */
export function slotEntryKey(slotId: string, homeRegion: string): Key {
  return { pk: slotPartition(slotId), sk: `ENTRY#${homeRegion}` };
}

/** Says that a slot was withdrawn. Only the region where it is born, or was to be, writes it. */
export function withdrawalKey(slotId: string, homeRegion: string): Key {
  return { pk: slotPartition(slotId), sk: `${closedPrefix}${homeRegion}` };
}

/** Whether an item of this sort key says that a slot was withdrawn. */
export function isWithdrawalKey(sortKey: string): boolean {
  return sortKey.startsWith(closedPrefix);
}

// Between allotments and entry, so that whoever reads both reads it too.
const closedPrefix = "CLOSED#";

/** Units that `from` has sent to `to`. Only `from` writes it. */
export function transferKey(slotId: string, from: string, to: string, transferId: string): Key {
  return { pk: slotPartition(slotId), sk: `TRANSFER#${from}#${to}#${transferId}` };
}

/** Says that `to` has credited what `from` sent. Only `to` writes it. */
export function receiptKey(slotId: string, from: string, to: string, transferId: string): Key {
  return { pk: slotPartition(slotId), sk: `RECEIPT#${to}#${from}#${transferId}` };
}

/** The entry of a slot, whichever region it was born in, and whether it was withdrawn. */
export function entryRange(slotId: string): Range {
  return { pk: slotPartition(slotId), from: closedPrefix, to: "ENTRY#~" };
}

/** The allotments of a slot in all regions, its entry, and whether it was withdrawn. */
export function stockRange(slotId: string): Range {
  return { pk: slotPartition(slotId), from: allotmentPrefix, to: "ENTRY#~" };
}

/** Everything that is known of a slot's units: allotments, entry, receipts and transfers. */
export function slotRange(slotId: string): Range {
  return { pk: slotPartition(slotId), from: allotmentPrefix, to: "TRANSFER#~" };
}

/** A slot in the list of all slots, which is in the order of their beginning. */
export function slotListingKey(startsAt: string, slotId: string, homeRegion: string): Key {
  return { pk: listingPartition, sk: `${startsAt}#${slotId}#${homeRegion}` };
}

/** All slots that begin at a time, in UTC with milliseconds, or later. */
export function listingRange(from: string): Range {
  return { pk: listingPartition, from, to: "~" };
}

const listingPartition = "SLOTS";

/** What `region` recorded for a part of a customer's request. Only `region` writes it. */
export function claimKey(customerId: string, request: string, part: string, region: string): Key {
  return { pk: customerPartition(customerId), sk: `${bookingPrefix}${request}#${part}#${region}` };
}

/** Begins the sort key of every claim. */
export const bookingPrefix = "BOOKING#";

/** All claims of a customer. */
export function bookingsRange(customerId: string): Range {
  return beginningWith(customerPartition(customerId), bookingPrefix);
}

/** What all regions recorded for all parts of a customer's request. */
export function requestRange(customerId: string, request: string): Range {
  return beginningWith(customerPartition(customerId), `${bookingPrefix}${request}#`);
}

/** The partition of all claims of a customer. */
export function customerPartition(customerId: string): string {
  return `CUSTOMER#${customerId}`;
}

/** When `region` was alive last, by its own clock. Only `region` writes it. */
export function heartbeatKey(region: string): Key {
  return { pk: regionsPartition, sk: `HEARTBEAT#${region}` };
}

/** Says whether an operator has taken `region` out of service. Written in `region`'s own table only. */
export function fenceKey(region: string): Key {
  return { pk: regionsPartition, sk: `FENCE#${region}` };
}

/** What is known of all regions: heartbeats and fences. */
export const regionsRange: Range = { pk: "REGIONS", from: "FENCE#", to: "HEARTBEAT#~" };

const regionsPartition = regionsRange.pk;

function slotPartition(slotId: string): string {
  return `SLOT#${slotId}`;
}

/** No id and no region's name holds a character that comes after the tilde. */
function beginningWith(pk: string, prefix: string): Range {
  return { pk, from: prefix, to: `${prefix}~` };
}
