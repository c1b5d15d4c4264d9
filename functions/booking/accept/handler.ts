import { SQSClient } from "@aws-sdk/client-sqs";
import type { components } from "../../../api/generated/types.ts";
import { DynamoDbStore } from "../../operations/dynamodb-store.ts";
import { originsFrom } from "../../runtime/cross-origin.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { customerOf, httpHandler, json } from "../../runtime/http.ts";
import type { HttpRequest } from "../../runtime/http.ts";
import { idempotencyKeyOf } from "../../runtime/idempotency-key.ts";
import { rawBodyOf } from "../../runtime/json-body.ts";
import { observed, tracer } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { queueSender } from "../queue.ts";
import { acceptBooking, acceptCancellation, acceptProlongation } from "./accept-booking.ts";
import type { Accepted, Dependencies } from "./accept-booking.ts";
import { variables } from "./environment.ts";
import { parseRequest } from "./request.ts";

const environment = readEnvironment(variables);

const dependencies: Dependencies = {
  store: new DynamoDbStore(documentClient, environment.TABLE_NAME),
  send: queueSender(tracer.captureAWSv3Client(new SQSClient({})), environment.QUEUE_URL),
  now: () => new Date(),
};

async function createBooking(request: HttpRequest): Promise<Response> {
  return answer(request, await acceptBooking(dependencies, { ...wanted(request), ...whose(request) }));
}

async function prolongBooking(request: HttpRequest): Promise<Response> {
  const bookingId = request.parameters.bookingId ?? "";
  return answer(request, await acceptProlongation(dependencies, { ...wanted(request), ...whose(request), bookingId }));
}

async function cancelBooking(request: HttpRequest): Promise<Response> {
  const bookingId = request.parameters.bookingId ?? "";
  return answer(request, await acceptCancellation(dependencies, { ...whose(request), bookingId }));
}

function whose(request: HttpRequest) {
  return { customerId: customerOf(request), correlationId: request.correlationId };
}

function wanted(request: HttpRequest) {
  return parseRequest({ ...rawBodyOf(request), idempotencyKey: idempotencyKeyOf(request) });
}

function answer({ logger }: HttpRequest, { bookingId, queued }: Pick<Accepted, "bookingId" | "queued">): Response {
  logger.info(queued ? "request queued" : "request repeated", { bookingId });
  const body: components["schemas"]["BookingAccepted"] = { bookingId, status: "pending" };
  return json(202, body, { location: `/bookings/${bookingId}` });
}

/** Checks what customers ask for, queues it, and answers 202. */
export const handler = warmable(
  observed(
    httpHandler(originsFrom(environment.PAGE_ORIGINS), [
      ["POST", "/bookings", createBooking],
      ["POST", "/bookings/:bookingId/prolong", prolongBooking],
      ["DELETE", "/bookings/:bookingId", cancelBooking],
    ]),
  ),
);
