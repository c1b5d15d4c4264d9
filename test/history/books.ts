import { claimsFrom } from "../../functions/ledger/claim.ts";
import type { Claim } from "../../functions/ledger/claim.ts";
import { storedAllotment } from "../../functions/ledger/stock.ts";
import type { Item } from "../../functions/ledger/store.ts";
import { storedTransfer } from "../../functions/ledger/transfer.ts";

/** What is wrong with a slot's units, going by each item as the region has it that wrote it; nothing if they add up. */
export function discrepancy(
  { slotId, capacity }: { slotId: string; capacity: number },
  items: readonly Item[],
): string | undefined {
  const allotments = items
    .filter(({ pk, sk }) => pk === `SLOT#${slotId}` && sk.startsWith("ALLOT#"))
    .map((item) => storedAllotment.parse(item));
  const negative = allotments.find(({ unsold }) => unsold < 0);
  if (negative !== undefined) return `${negative.region} has ${negative.unsold} unsold units`;

  const claims = liveClaims(items);
  const receipts = new Set(items.filter(({ sk }) => sk.startsWith("RECEIPT#")).map(({ sk }) => sk));
  const transit = items
    .filter(({ pk, sk }) => pk === `SLOT#${slotId}` && sk.startsWith("TRANSFER#"))
    .map((item) => storedTransfer.parse(item))
    .filter(({ region, to, transferId }) => !receipts.has(`RECEIPT#${to}#${region}#${transferId}`));
  const unsold = sum(allotments.map((allotment) => allotment.unsold));
  const claimed = sum(claims.map((claim) => unitsOf(claim, slotId)));
  const sent = sum(transit.map(({ units }) => units));
  if (unsold + claimed + sent !== capacity) {
    return `${unsold} unsold, ${claimed} claimed and ${sent} in transit are not its capacity of ${capacity}`;
  }
  for (const region of new Set(allotments.map((allotment) => allotment.region))) {
    const own = allotments.filter((allotment) => allotment.region === region);
    const sold = sum(claims.filter((claim) => claim.region === region).map((claim) => unitsOf(claim, slotId)));
    const held = sum(own.map((allotment) => allotment.held));
    if (held !== sum(own.map((allotment) => allotment.unsold)) + sold) {
      return `${region} holds ${held}, which are not its unsold and ${sold} claimed units`;
    }
  }
  return undefined;
}

/** The claims that hold places. */
export function liveClaims(items: readonly Item[]): Claim[] {
  return claimsFrom(items.filter(({ sk }) => sk.startsWith("BOOKING#"))).filter(({ status }) => status === "confirmed");
}

/** The units that a claim holds of a slot. */
export function unitsOf({ slots }: Pick<Claim, "slots">, slotId: string): number {
  return sum(slots.filter((slot) => slot.slotId === slotId).map(({ units }) => units));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
