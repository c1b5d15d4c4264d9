import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { withBackoff } from "../runtime/backoff.ts";
import type { Step } from "./steps.ts";

/** SQS's own limit of messages in a call. */
const messagesPerCall = 10;

/** How many calls are under way at the same time. */
const callsAtOnce = 10;

/** The message attribute that carries the correlation id. */
const correlationAttribute = "correlationId";

/** The queue did not take a step. */
class NotSent extends Error {
  override readonly name = "NotSent";
}

/** Sends steps to the queue. */
export type SendSteps = (steps: readonly Step[], correlationId: string) => Promise<void>;

/** Sends steps to the queue, in calls of ten. What the queue does not take is tried again with backoff. */
export function stepSender(client: SQSClient, queueUrl: string): SendSteps {
  const sendBatch = async (steps: readonly Step[], correlationId: string) => {
    const attribute = { DataType: "String", StringValue: correlationId };
    let left = steps.map((step, index) => ({ Id: String(index), MessageBody: JSON.stringify(step) }));
    const attempt = async () => {
      const Entries = left.map((entry) => ({ ...entry, MessageAttributes: { [correlationAttribute]: attribute } }));
      const { Failed: refused = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      left = left.filter(({ Id }) => refused.some((refusal) => refusal.Id === Id));
      const [first] = refused;
      if (first !== undefined) throw new NotSent(`${first.Code ?? ""}: ${first.Message ?? ""}`);
    };
    await withBackoff(attempt, (error) => error instanceof NotSent);
  };
  return async (steps, correlationId) => {
    const batches = Array.from({ length: Math.ceil(steps.length / messagesPerCall) }, (_, index) =>
      steps.slice(index * messagesPerCall, (index + 1) * messagesPerCall),
    );
    for (let begin = 0; begin < batches.length; begin += callsAtOnce) {
      const together = batches.slice(begin, begin + callsAtOnce);
      await Promise.all(together.map((batch) => sendBatch(batch, correlationId)));
    }
  };
}

/** The id that follows the request through logs and traces; the message's own id if none was sent along. */
export function correlationIdOf(record: Pick<SQSRecord, "messageAttributes" | "messageId">): string {
  return record.messageAttributes[correlationAttribute]?.stringValue ?? record.messageId;
}
