import type { SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { basketEvents } from "../events/basket.ts";
import type { BasketEventType } from "../events/basket.ts";
import { belongsTo } from "../ledger/booking-id.ts";
import { firstPart } from "../ledger/claim.ts";
import { bookingMessage, claimMessage, correlationAttribute } from "./message.ts";
import type { BookingMessage } from "./message.ts";
import type { Delivery } from "./settle-messages.ts";

/** A message that is no booking. It goes back to the queue until it lies in the dead-letter queue. */
export class MessageNotUnderstood extends Error {
  override readonly name = "MessageNotUnderstood";
}

/** The event that a rule puts on the queue beside the messages of this service. */
const checkedOut = z.object({
  "detail-type": z.literal("BasketCheckedOut" satisfies BasketEventType),
  detail: basketEvents.BasketCheckedOut.check(
    z.refine(({ bookingId, customerId }) => belongsTo(bookingId, customerId), "a booking of the customer"),
  ),
});

/**
 * The booking that a record of the queue carries: a message of this service, or the event of a basket that was checked out.
 *
 * @throws MessageNotUnderstood naming every field that breaks a rule; the values stay out of it, as it goes to the log.
 */
export function deliveryOf(record: Pick<SQSRecord, "body" | "messageAttributes" | "messageId">): Delivery {
  const body = parseJson(record.body);
  if (!isEvent(body)) return { message: understood(bookingMessage, body), correlationId: correlationIdOf(record) };
  const { detail } = understood(checkedOut, body);
  return { message: understood(bookingMessage, wantedBy(detail)), correlationId: detail.correlationId };
}

/** The id that follows the request through logs and traces; the message's own id if none was sent along. */
export function correlationIdOf(record: Pick<SQSRecord, "messageAttributes" | "messageId">): string {
  return record.messageAttributes[correlationAttribute]?.stringValue ?? record.messageId;
}

/** What a basket that was checked out asks for: all its slots, or none. */
function wantedBy({ customerId, bookingId, lines, occurredAt }: z.infer<typeof checkedOut>["detail"]): BookingMessage {
  const slots = lines.map(({ slotId, units }) => ({ slotId, units }));
  return claimMessage({ customerId, bookingId, part: firstPart, slots, search: undefined }, new Date(occurredAt));
}

/** EventBridge's envelope has a type; no message of this service has. */
function isEvent(body: unknown): boolean {
  return typeof body === "object" && body !== null && "detail-type" in body;
}

function understood<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const problems = error.issues.map((issue) => `${issue.path.join(".") || "message"}: ${issue.message}`);
  throw new MessageNotUnderstood(problems.join("; "));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MessageNotUnderstood("message: not JSON", { cause: error });
  }
}
