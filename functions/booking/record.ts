import type { SQSRecord } from "aws-lambda";
import { bookingMessage, correlationAttribute } from "./message.ts";
import type { BookingMessage } from "./message.ts";

/** A message that is no booking. It goes back to the queue until it lies in the dead-letter queue. */
export class MessageNotUnderstood extends Error {
  override readonly name = "MessageNotUnderstood";
}

/**
 * The booking that a record of the queue carries.
 *
 * @throws MessageNotUnderstood naming every field that breaks a rule; the values stay out of it, as it goes to the log.
 */
export function messageOf(record: Pick<SQSRecord, "body">): BookingMessage {
  const result = bookingMessage.safeParse(parseJson(record.body));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".") || "message"}: ${issue.message}`);
  throw new MessageNotUnderstood(problems.join("; "));
}

/** The id that follows the request through logs and traces; the message's own id if none was sent along. */
export function correlationIdOf(record: Pick<SQSRecord, "messageAttributes" | "messageId">): string {
  return record.messageAttributes[correlationAttribute]?.stringValue ?? record.messageId;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MessageNotUnderstood("message: not JSON", { cause: error });
  }
}
