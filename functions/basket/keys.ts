/** The primary key of an item of the table of baskets. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** An item of the table: its key, and what it says. */
export type Item = Key & Readonly<Record<string, unknown>>;

/** The items of a partition whose sort keys begin alike. */
export interface Range {
  readonly pk: string;
  readonly prefix: string;
}

/** What the id of a slot looks like: it is part of keys, so it holds no `#`. */
export const slotIdPattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

/** What `region` has heard from a customer of a slot in the basket. Only `region` writes it. */
export function lineKey(customerId: string, slotId: string, region: string): Key {
  return { pk: customerPartition(customerId), sk: `${linePrefix}${slotId}#${region}` };
}

/** What all regions have heard from a customer of all slots in the basket. */
export function linesRange(customerId: string): Range {
  return { pk: customerPartition(customerId), prefix: linePrefix };
}

/** Begins the sort key of every checkout. */
export const checkoutPrefix = "CHECKOUT#";

/** What a customer has checked out in `region` under the key of a digest. Only `region` writes it. */
export function checkoutKey(customerId: string, keyDigest: string, region: string): Key {
  return { pk: customerPartition(customerId), sk: `${checkoutPrefix}${keyDigest}#${region}` };
}

/** What a customer has checked out under the key of a digest, in all regions. */
export function checkoutsRange(customerId: string, keyDigest: string): Range {
  return { pk: customerPartition(customerId), prefix: `${checkoutPrefix}${keyDigest}#` };
}

/** Begins the sort key of what says that a slot can be booked. */
export const offeredPrefix = "OFFERED#";

/** Begins the sort key of what says that a slot can be booked no more. */
export const withdrawnPrefix = "WITHDRAWN#";

/** That `region` was told that a slot can be booked. Only `region` writes it. */
export function offeredKey(slotId: string, region: string): Key {
  return { pk: slotPartition(slotId), sk: `${offeredPrefix}${region}` };
}

/** That `region` was told that a slot can be booked no more. Only `region` writes it. */
export function withdrawnKey(slotId: string, region: string): Key {
  return { pk: slotPartition(slotId), sk: `${withdrawnPrefix}${region}` };
}

/** What all regions were told of a slot. */
export function slotRange(slotId: string): Range {
  return { pk: slotPartition(slotId), prefix: "" };
}

const linePrefix = "LINE#";

function customerPartition(customerId: string): string {
  return `CUSTOMER#${customerId}`;
}

function slotPartition(slotId: string): string {
  return `SLOT#${slotId}`;
}
