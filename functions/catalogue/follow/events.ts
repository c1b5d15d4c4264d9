import { bookingSource } from "../../events/booking.ts";
import type { BookingEventType } from "../../events/booking.ts";
import { catalogueSource } from "../../events/catalogue.ts";
import type { CatalogueEventType } from "../../events/catalogue.ts";

/** The pattern of the events that concern the catalogue. */
export const followed = {
  $or: [
    { source: [bookingSource], "detail-type": ["StockChanged"] satisfies BookingEventType[] },
    { source: [catalogueSource], "detail-type": ["ItemRemoved"] satisfies CatalogueEventType[] },
  ],
};
