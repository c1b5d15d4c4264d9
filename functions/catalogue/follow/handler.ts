import { bookingEvents } from "../../events/booking.ts";
import { catalogueEvents } from "../../events/catalogue.ts";
import { follow, on } from "../../events/follow.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { observed } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { variables } from "./environment.ts";
import { keepStock } from "./stock.ts";
import { withdrawSlots } from "./withdraw.ts";

const environment = readEnvironment(variables);
const table = { client: documentClient, name: environment.TABLE_NAME };

/** How long slots of one item are withdrawn before the event is to come again, in milliseconds: a good half of the function's time. */
const patience = 30_000;

/** Consumes what the bus says that concerns the catalogue: what is left of slots, and which items were removed. */
export const handler = observed(
  follow({
    StockChanged: on(bookingEvents.StockChanged, (change) => keepStock(table, change)),
    ItemRemoved: on(catalogueEvents.ItemRemoved, (removal) =>
      withdrawSlots({ table, now: () => new Date(), patience }, removal),
    ),
  }),
);
