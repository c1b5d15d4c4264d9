import { SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { correlationAttribute } from "../../functions/booking/message.ts";
import { withBackoff } from "../../functions/runtime/backoff.ts";
import type { ArchivedWrite } from "./archived-writes.ts";

/** SQS's own limit of messages in a call. */
const messagesPerCall = 10;

/** Puts writes on a queue, ten in a call; what it does not take is tried again. @throws Error with what it says of the first */
export async function sendWrites(
  { client, queueUrl: QueueUrl }: { readonly client: SQSClient; readonly queueUrl: string },
  writes: readonly ArchivedWrite[],
): Promise<void> {
  for (let begin = 0; begin < writes.length; begin += messagesPerCall) {
    let left = writes.slice(begin, begin + messagesPerCall);
    const attempt = async () => {
      const { Failed: failed = [] } = await client.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: left.map(({ message, correlationId }, index) => ({
            Id: String(index),
            MessageBody: JSON.stringify(message),
            MessageAttributes: { [correlationAttribute]: { DataType: "String", StringValue: correlationId } },
          })),
        }),
      );
      left = left.filter((_, index) => failed.some(({ Id }) => Id === String(index)));
      if (left.length > 0)
        throw new Error(`the queue did not take a write: ${failed[0]?.Message ?? failed[0]?.Code ?? ""}`);
    };
    await withBackoff(attempt, () => true);
  }
}
