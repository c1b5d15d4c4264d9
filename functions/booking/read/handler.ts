import { setTimeout } from "node:timers/promises";
import { originsFrom } from "../../runtime/cross-origin.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { customerOf, httpHandler, json } from "../../runtime/http.ts";
import { observed } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { DynamoDbStore } from "../../operations/dynamodb-store.ts";
import { readBooking } from "./booking.ts";
import { listBookings } from "./bookings.ts";
import { variables } from "./environment.ts";

const environment = readEnvironment(variables);

const table = { client: documentClient, name: environment.TABLE_NAME };
const store = new DynamoDbStore(documentClient, environment.TABLE_NAME);
const dependencies = { store, now: () => new Date(), sleep: (time: number) => setTimeout(time) };

/** What customers ask of bookings: one, and all of the caller's. */
export const handler = warmable(
  observed(
    httpHandler(originsFrom(environment.PAGE_ORIGINS), [
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
    ]),
  ),
);
