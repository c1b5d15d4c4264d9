import * as z from "zod/mini";
import { envelope } from "./envelope.ts";

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
  /** All places of a booking and its prolongations were given back. */
  BookingCancelled: z.object(booking),
  /** A request could not be settled as often as it was tried, and waits in the dead-letter queue for somebody to mend the cause. */
  BookingUnsettled: z.object(booking),
};

/** A type of event of bookings. */
export type BookingEventType = keyof typeof bookingEvents;

/** What an event of that type says. */
export type BookingEventDetail<Type extends BookingEventType> = z.infer<(typeof bookingEvents)[Type]>;

/** An event of a booking. */
export type BookingEvent = {
  [Type in BookingEventType]: {
    readonly source: typeof bookingSource;
    readonly type: Type;
    readonly detail: BookingEventDetail<Type>;
  };
}[BookingEventType];
