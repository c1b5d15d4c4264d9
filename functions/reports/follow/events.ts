import { bookingSource } from "../../events/booking.ts";
import type { BookingEventType } from "../../events/booking.ts";
import { catalogueSource } from "../../events/catalogue.ts";
import type { CatalogueEventType } from "../../events/catalogue.ts";

/** A type of event that reports are made of. */
export type FollowedEvent = (typeof followedTypes)[number];

const followedTypes = [
  "ItemPublished",
  "SlotOffered",
  "SlotWithdrawn",
  "BookingConfirmed",
  "BookingProlonged",
  "BookingCancelled",
] as const satisfies (CatalogueEventType | BookingEventType)[];

/** The pattern of the events that reports are made of. */
export const followed = { source: [catalogueSource, bookingSource], "detail-type": followedTypes };
