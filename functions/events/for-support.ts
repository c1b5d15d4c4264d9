import { firstPart } from "../ledger/claim.ts";
import { bookingSource } from "./booking.ts";
import type { BookingEventType } from "./booking.ts";

/**
 * The pattern of the events that customer support gets a notice of: bookings that were rejected because a slot was full, bookings
 * that were cancelled, and requests that lie in the dead-letter queue.
 */
export const forSupport = {
  source: [bookingSource],
  $or: [
    { "detail-type": ["BookingUnsettled"] satisfies BookingEventType[] },
    { "detail-type": ["BookingCancelled"] satisfies BookingEventType[], detail: { part: [firstPart] } },
    { "detail-type": ["BookingRejected"] satisfies BookingEventType[], detail: { reason: ["sold-out"] } },
  ],
};
