import { setTimeout } from "node:timers/promises";
import { cacheSeconds } from "../../../api/generated/cache-seconds.ts";
import type { components } from "../../../api/generated/types.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { customerOf, httpHandler, json } from "../../runtime/http.ts";
import { observed } from "../../runtime/observability.ts";
import { sharedAnswer } from "../../runtime/shared-answer.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { DynamoDbStore } from "../../operations/dynamodb-store.ts";
import { readBooking } from "./booking.ts";
import { listBookings } from "./bookings.ts";
import { variables } from "./environment.ts";
import { listItems } from "./items.ts";
import { listSlots } from "./slots.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);

const table = { client: documentClient, name: environment.TABLE_NAME };
const store = new DynamoDbStore(documentClient, environment.TABLE_NAME);
const dependencies = { store, now: () => new Date(), sleep: (time: number) => setTimeout(time) };
const regions = environment.REGIONS.split(",").map((region) => region.trim());
const health: components["schemas"]["Health"] = { status: "ok", region: environment.AWS_REGION };

/** The API's GETs: a booking, the caller's bookings, the catalogue, an item's slots, and whether the region answers. */
export const handler = warmable(
  observed(
    httpHandler([
      [
        "GET",
        "/bookings/:bookingId",
        async (request) => {
          const { bookingId = "" } = request.parameters;
          return json(
            200,
            await readBooking(dependencies, { customerId: customerOf(request), bookingId }, request.query),
          );
        },
      ],
      ["GET", "/bookings", async (request) => json(200, await listBookings(table, customerOf(request), request.query))],
      ["GET", "/items", sharedAnswer(cacheSeconds.listItems, ({ query }) => listItems(table, query))],
      [
        "GET",
        "/items/:itemId/slots",
        sharedAnswer(cacheSeconds.listSlots, ({ parameters, query }) =>
          listSlots({ table, regions, now: () => new Date() }, parameters.itemId ?? "", query),
        ),
      ],
      ["GET", "/health", () => Promise.resolve(json(200, health))],
    ]),
  ),
);
