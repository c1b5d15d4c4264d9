import { SQSClient } from "@aws-sdk/client-sqs";
import type { components } from "../../../api/generated/types.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { bodyOf, customerOf, headerOf, httpHandler, json } from "../../runtime/http.ts";
import type { HttpRequest } from "../../runtime/http.ts";
import { observed, tracer } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { acceptBooking } from "./accept-booking.ts";
import type { Dependencies } from "./accept-booking.ts";
import { variables } from "./environment.ts";
import { queueSender } from "./queue.ts";
import { parseRequest } from "./request.ts";

const environment = readEnvironment(variables);

const dependencies: Dependencies = {
  table: { client: documentClient, name: environment.TABLE_NAME },
  send: queueSender(tracer.captureAWSv3Client(new SQSClient({})), environment.QUEUE_URL),
  now: () => new Date(),
};

async function createBooking(request: HttpRequest): Promise<Response> {
  const customerId = customerOf(request);
  const { idempotencyKey, slots } = parseRequest({
    contentType: headerOf(request.event, "Content-Type"),
    idempotencyKey: headerOf(request.event, "Idempotency-Key"),
    body: bodyOf(request),
  });
  const { correlationId } = request;
  const { bookingId, queued } = await acceptBooking(dependencies, { customerId, idempotencyKey, slots, correlationId });
  request.logger.info(queued ? "booking queued" : "booking repeated", { bookingId });
  const body: components["schemas"]["BookingAccepted"] = { bookingId, status: "pending" };
  return json(202, body, { location: `/bookings/${bookingId}` });
}

/** POST /bookings: checks a booking, queues it, and answers 202 with its id. */
export const handler = warmable(observed(httpHandler([["POST", "/bookings", createBooking]])));
