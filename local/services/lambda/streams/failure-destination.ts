import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { accountId } from "../../../account.ts";
import type { RoleCredentials } from "../environment.ts";

interface DestinationOptions {
  /** ARN of a queue or a topic of the region. */
  readonly arn: string;
  readonly region: string;
  readonly endpointUrl: string;
  /** Of the function's role, which needs `sqs:SendMessage` or `sns:Publish`. */
  readonly credentials: RoleCredentials;
}

/** Where a mapping tells of the batches that it has given up. */
export class FailureDestination {
  readonly arn: string;
  readonly #send: (text: string) => Promise<unknown>;
  readonly #client: { destroy(): void };

  constructor({ arn, region, endpointUrl, credentials }: DestinationOptions) {
    this.arn = arn;
    const configuration = { region, endpoint: endpointUrl, credentials };
    if (arn.startsWith("arn:aws:sns:")) {
      const client = new SNSClient(configuration);
      this.#client = client;
      this.#send = (text) => client.send(new PublishCommand({ TopicArn: arn, Message: text }));
    } else {
      const client = new SQSClient(configuration);
      const QueueUrl = `${endpointUrl}/${accountId}/${arn.split(":").at(-1) ?? ""}`;
      this.#client = client;
      this.#send = (text) => client.send(new SendMessageCommand({ QueueUrl, MessageBody: text }));
    }
  }

  /** @throws the service's error, such as that of a missing permission */
  async send(message: DiscardedBatch): Promise<void> {
    await this.#send(JSON.stringify(message));
  }

  close(): void {
    this.#client.destroy();
  }
}

/** What is told of a batch: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
export interface DiscardedBatch {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: "RetryAttemptsExhausted" | "RecordAgeExceeded";
    readonly approximateInvokeCount: number;
  };
  /** Absent if the function never had the batch. */
  readonly responseContext?: {
    readonly statusCode: number;
    readonly executedVersion: string;
    readonly functionError?: string;
  };
  readonly version: "1.0";
  readonly timestamp: string;
  readonly DDBStreamBatchInfo: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly approximateArrivalOfFirstRecord: string;
    readonly approximateArrivalOfLastRecord: string;
    readonly batchSize: number;
    readonly streamArn: string;
  };
}
