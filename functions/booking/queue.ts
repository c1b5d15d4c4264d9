import { SendMessageCommand } from "@aws-sdk/client-sqs";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { correlationAttribute } from "./message.ts";
import type { BookingMessage } from "./message.ts";

/** Sends bookings to the queue; the correlation id travels as a message attribute. */
export function queueSender(client: SQSClient, queueUrl: string) {
  return async (message: BookingMessage, correlationId: string): Promise<void> => {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        MessageAttributes: { [correlationAttribute]: { DataType: "String", StringValue: correlationId } },
      }),
    );
  };
}
