import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { buildApp } from "fauxqs";
import { sqsRecord } from "../events.ts";

/** A real queue, for one test file. */
export interface TestQueue {
  /** What a function must be given to reach it. */
  readonly environment: Readonly<Record<string, string>>;
  /** All that lies in it, at most ten messages, as Lambda hands them to a consumer that settles them. */
  receive(): Promise<{ Records: SQSRecord[] }>;
  stop(): Promise<void>;
}

export async function startQueue(credentials: Readonly<Record<string, string>>): Promise<TestQueue> {
  const queues = buildApp({ defaultRegion: "eu-west-1", logger: false });
  const endpoint = await queues.listen({ host: "127.0.0.1", port: 0 });
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = credentials;
  const client = new SQSClient({ endpoint, region: "eu-west-1", credentials: { accessKeyId, secretAccessKey } });
  await client.send(new CreateQueueCommand({ QueueName: "bookings" }));
  // The URL that it gives has a host name that need not resolve on every machine.
  const QueueUrl = `${endpoint}/000000000000/bookings`;
  return {
    environment: { AWS_ENDPOINT_URL_SQS: endpoint, QUEUE_URL: QueueUrl },
    async receive() {
      const { Messages: messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
      );
      for (const { ReceiptHandle } of messages)
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return {
        Records: messages.map(({ MessageId = "", Body = "", MessageAttributes: attributes }) =>
          sqsRecord(MessageId, Body, attributes?.correlationId?.StringValue),
        ),
      };
    },
    async stop() {
      client.destroy();
      await queues.close();
    },
  };
}
