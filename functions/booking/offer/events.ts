import { catalogueSource } from "../../events/catalogue.ts";
import type { CatalogueEventType } from "../../events/catalogue.ts";

/** The pattern of the events that say which slots can be booked. */
export const followed = {
  source: [catalogueSource],
  "detail-type": ["SlotOffered", "SlotWithdrawn"] satisfies CatalogueEventType[],
};
