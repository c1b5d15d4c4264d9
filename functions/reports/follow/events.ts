import type { bookingEvents } from "../../events/booking.ts";
import type { catalogueEvents } from "../../events/catalogue.ts";

/** A type of event that reports are made of. */
export type FollowedEvent = (typeof followedEvents)[number];

/** The events that reports are made of. */
export const followedEvents = [
  "ItemPublished",
  "SlotOffered",
  "SlotWithdrawn",
  "BookingConfirmed",
  "BookingProlonged",
  "BookingCancelled",
] as const satisfies (keyof typeof catalogueEvents | keyof typeof bookingEvents)[];
