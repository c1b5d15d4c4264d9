import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import { buildApp } from "fauxqs";
import type { Step } from "../../../functions/reports/steps.ts";
import { sqsRecord } from "../events.ts";
import type { RunningFunction } from "../function.ts";
import { startTable } from "../table.ts";
import type { TestTable } from "../table.ts";

/** What the functions of reports work with: a real table, queue and bucket, for one test file. */
export interface TestServices {
  readonly table: TestTable;
  /** What the functions must be given; of the bucket it depends on the test. */
  readonly environment: Readonly<Record<string, string>>;
  readonly bucket: string;
  readonly s3: S3Client;
  /** Puts a step on the queue, as a redrive does. */
  send(step: Step): Promise<void>;
  /** All steps on the queue, which are taken off it. */
  taken(): Promise<SQSRecord[]>;
  stop(): Promise<void>;
}

/** Starts them, with the names that the functions' environment says. */
export async function startServices(): Promise<TestServices> {
  const table = await startTable();
  const app = buildApp({ defaultRegion: "eu-west-1", logger: false });
  const endpoint = await app.listen({ host: "127.0.0.1", port: 0 });
  const credentials = { accessKeyId: "tests", secretAccessKey: "tests" };
  const sqs = new SQSClient({ endpoint, region: "eu-west-1", credentials });
  const s3 = new S3Client({ endpoint, region: "eu-west-1", credentials });
  await sqs.send(new CreateQueueCommand({ QueueName: "steps" }));
  await s3.send(new CreateBucketCommand({ Bucket: "reports" }));
  const QueueUrl = `${endpoint}/000000000000/steps`;
  return {
    table,
    environment: {
      ...table.environment,
      ...{ AWS_ENDPOINT_URL_SQS: endpoint, AWS_ENDPOINT_URL_S3: endpoint, AWS_MAX_ATTEMPTS: "1" },
      ...{ QUEUE_URL: QueueUrl, BUCKET_NAME: "reports", MAXIMUM_RECEIVES: "3", CURRENCY: "EUR" },
    },
    bucket: "reports",
    s3,
    async send(step) {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(step) }));
    },
    async taken() {
      const records: SQSRecord[] = [];
      for (;;) {
        const { Messages: messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
        );
        if (messages.length === 0) return records;
        for (const { MessageId = "", Body = "", MessageAttributes: attributes, ReceiptHandle } of messages) {
          records.push(sqsRecord(MessageId, Body, attributes?.correlationId?.StringValue));
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
    },
    async stop() {
      sqs.destroy();
      s3.destroy();
      await app.close();
      await table.stop();
    },
  };
}

/** Hands a step to *work*, received for so many times, and says whether it is to be delivered again. */
export async function isRefused(work: RunningFunction, record: SQSRecord, receives = 1): Promise<boolean> {
  const attributes = { ...record.attributes, ApproximateReceiveCount: String(receives) };
  const { batchItemFailures } = (await work.invoke({ Records: [{ ...record, attributes }] })) as SQSBatchResponse;
  return batchItemFailures.length > 0;
}

/** Hands all steps on the queue to *work*, and those that follow, until none is left. */
export async function workOff(services: TestServices, work: RunningFunction): Promise<void> {
  for (let records = await services.taken(); records.length > 0; records = await services.taken()) {
    for (const record of records) {
      if (await isRefused(work, record)) throw new Error(`a step was refused: ${record.body}`);
    }
  }
}
