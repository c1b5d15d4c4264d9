import { bookingIdOf } from "../../functions/ledger/booking-id.ts";
import type { SlotUnits } from "../../functions/ledger/booking-id.ts";
import { newClaim } from "../../functions/ledger/claim.ts";
import type { Outcome } from "../../functions/ledger/claim.ts";
import { allotmentKey, receiptKey, transferKey } from "../../functions/ledger/keys.ts";
import type { Item } from "../../functions/ledger/store.ts";
import type { BookingRequest, History, Observation } from "./history.ts";

export const [ireland, virginia] = ["eu-west-1", "us-east-1"] as const;

const slots: readonly SlotUnits[] = [{ slotId: "s", units: 2 }];
const customerId = "customer";

/** The booking that the sample is about: two units of the slot `s`, of which there are ten. */
export const bookingId = bookingIdOf({ customerId, idempotencyKey: "key", slots });

/** An allotment as its own region has it. */
export function allotment(region: string, unsold: number, held: number, shard = 0): Item {
  return { ...allotmentKey("s", region, shard), slotId: "s", region, shard, unsold, held };
}

/** What a region has recorded for the sample's booking, or another. */
export function claim(
  region: string,
  became: Outcome = { status: "confirmed" },
  of: { bookingId?: string; part?: string; slots?: readonly SlotUnits[] } = {},
): Item {
  const request = { customerId, bookingId, part: "0", slots, correlationId: "correlation", ...of };
  return newClaim(request, region, "2030-01-01T12:00:00.000Z", became);
}

/** Units sent from Ireland to Virginia. */
export function sent(units: number): Item {
  const transfer = { slotId: "s", transferId: "1", region: ireland, to: virginia, units, shards: 1 };
  return { ...transferKey("s", ireland, virginia, "1"), ...transfer };
}

/** Says that Virginia has credited them. */
export function received(units: number): Item {
  const about = { slotId: "s", transferId: "1", region: virginia, from: ireland, units };
  return { ...receiptKey("s", ireland, virginia, "1"), ...about };
}

/** The sample's request, accepted 10 ms after it was sent at 0; change what a test is about. */
export function asked(changes: Partial<BookingRequest> = {}): BookingRequest {
  return {
    ...{ customerId, idempotencyKey: "key", slots, region: ireland, sentAt: 0 },
    answer: { at: 10, accepted: { bookingId, part: "0" } },
    ...changes,
  };
}

/** Ireland said at 110, when it was asked at 100, that the sample's booking is confirmed; change what a test is about. */
export function observed(changes: Partial<Observation> = {}): Observation {
  return {
    ...{ customerId, bookingId, part: "0", region: ireland },
    ...{ sentAt: 100, at: 110, status: "confirmed", ...changes },
  };
}

/** What both regions have in the end when Ireland has sold two of ten. */
export const sold: readonly Item[] = [allotment(ireland, 8, 10), claim(ireland)];

/** A history in which all is well: one booking, accepted, confirmed and seen; change what a test is about. */
export function history({ items = sold, ...changes }: Partial<History> & { items?: readonly Item[] } = {}): History {
  return {
    regions: [ireland, virginia],
    slots: [{ slotId: "s", capacity: 10 }],
    requests: [asked()],
    cancellations: [],
    observations: [observed()],
    tables: { [ireland]: items, [virginia]: items },
    deadLetters: [],
    conflicts: [],
    ...changes,
  };
}
