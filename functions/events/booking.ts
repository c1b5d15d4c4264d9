import * as z from "zod/mini";
import { envelope, type EventOf } from "./envelope.ts";

// The name of a booking is part of the contract: whoever asks for one by an event can tell its customer which it will be.
export { bookingIdOf } from "../ledger/booking-id.ts";

/** The source of the events of bookings. */
export const bookingSource = "berth.booking";

const booking = {
  ...envelope,
  customerId: z.string(),
  bookingId: z.string(),
};

const part = {
  ...booking,
  /** `0` is what was booked first; each prolongation has a name of its own. */
  part: z.string(),
  slots: z.array(z.object({ slotId: z.string(), units: z.number() })),
};

/** The events of bookings by their types, as they are on the bus. A consumer parses what it gets with them. */
export const bookingEvents = {
  /** Places were booked, and stay so until somebody cancels them. */
  BookingConfirmed: z.object(part),
  /** Places were not booked, or not added to a booking: then `part` is not `0`. */
  BookingRejected: z.object({ ...part, reason: z.string() }),
  /** Places were added to a booking. */
  BookingProlonged: z.object(part),
  /** Places of a booking were given back: with part `0` the booking has ended, and each of its prolongations says so for itself. */
  BookingCancelled: z.object(part),
  /** A request could not be settled as often as it was tried, and waits in the dead-letter queue for somebody to mend the cause. */
  BookingUnsettled: z.object(booking),
  /** A region has sold units of a slot, got some back, or sent some to another region. */
  StockChanged: z.object({
    ...envelope,
    slotId: z.string(),
    /** Which of the region's parts of the slot. */
    shard: z.number(),
    /** How many units the region may still sell of that part. */
    unsold: z.number(),
    /** Orders the changes of one part of one region, as text. */
    sequence: z.string(),
  }),
};

/** A type of event of bookings. */
export type BookingEventType = keyof typeof bookingEvents;

/** An event of a booking. */
export type BookingEvent = EventOf<typeof bookingSource, typeof bookingEvents>;
