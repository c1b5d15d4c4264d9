/** The primary key of an item of the table. */
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

/** What an item is called. Every key ends with the region that writes it, and that alone writes it. */
export function itemKey(itemId: string, region: string): Key {
  return { pk: itemsPartition, sk: `${itemPrefix}${itemId}#${region}` };
}

/** All items. */
export const itemsRange: Range = beginningWith("ITEMS", "ITEM#");

/** What one item is called, whichever region has heard it. */
export function itemRange(itemId: string): Range {
  return beginningWith(itemsPartition, `${itemPrefix}${itemId}#`);
}

/** A slot among those of its item that begin in the same month. */
export function slotKey(slot: { itemId: string; startsAt: string; slotId: string }, region: string): Key {
  const { itemId, startsAt, slotId } = slot;
  return { pk: slotsPartition(itemId, monthOf(startsAt)), sk: `${slotPrefix}${startsAt}#${slotId}#${region}` };
}

/** The slots of an item that begin in a month, and on a day from `from` to `to`. */
export function slotsRange(itemId: string, month: string, { from, to }: { from: string; to: string }): Range {
  return { pk: slotsPartition(itemId, month), from: `${slotPrefix}${from}`, to: `${slotPrefix}${to}T~` };
}

/** What is said of a slot: by `fact`, such as `SALE#<booking>#<part>`. */
export function slotFactKey(slotId: string, fact: string, region: string): Key {
  return { pk: neighbourhoodOf(slotId), sk: `${slotPrefix}${slotId}#${fact}#${region}` };
}

/** What is said of some slots of one neighbourhood, and of those between them. */
export function slotFactsRange(neighbourhood: string, slotIds: readonly string[]): Range {
  const sorted = slotIds.toSorted();
  return {
    pk: neighbourhood,
    from: `${slotPrefix}${sorted[0] ?? ""}#`,
    to: `${slotPrefix}${sorted.at(-1) ?? ""}#~`,
  };
}

/**
 * The partition in which all lies that is said of a slot: all but the last eight characters of its id. In ids that the catalogue
 * makes these are day and time, so that the slots of an item and a month are read at once; of any other id it need not be true.
 */
export function neighbourhoodOf(slotId: string): string {
  return `SLOTS#${slotId.slice(0, -8)}`;
}

/** What has become of a report. Only the region where it was asked for writes it. */
export function reportKey(reportId: string, region: string): Key {
  return { pk: reportPartition(reportId), sk: `${reportPrefix}${region}` };
}

/** A report, whichever region it was asked for in. */
export function reportRange(reportId: string): Range {
  return beginningWith(reportPartition(reportId), reportPrefix);
}

/** The items that a report is about, as they were when it was planned. */
export function planKey(reportId: string, region: string): Key {
  return { pk: reportPartition(reportId), sk: `PLAN#${region}` };
}

/** The month of a day or a time, such as `2026-11`. */
export function monthOf(time: string): string {
  return time.slice(0, 7);
}

const itemsPartition = itemsRange.pk;
const itemPrefix = itemsRange.from;
const slotPrefix = "SLOT#";
const reportPrefix = "ENTRY#";

function slotsPartition(itemId: string, month: string): string {
  return `ITEM#${itemId}#${month}`;
}

function reportPartition(reportId: string): string {
  return `REPORT#${reportId}`;
}

/** No id and no region's name holds a character that comes after the tilde. */
function beginningWith(pk: string, prefix: string): Range {
  return { pk, from: prefix, to: `${prefix}~` };
}
