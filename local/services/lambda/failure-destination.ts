import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { accountId } from "../../account.ts";
import type { RoleCredentials } from "./environment.ts";

interface DestinationOptions {
  /** ARN of a queue or a topic of the region. */
  readonly arn: string;
  readonly region: string;
  readonly endpointUrl: string;
  /** Of the function's role, which needs `sqs:SendMessage` or `sns:Publish`. */
  readonly credentials: RoleCredentials;
}

/** Where is told of what was given up: batches of a stream, asynchronous calls. */
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
  async send(message: object): Promise<void> {
    await this.#send(JSON.stringify(message));
  }

  close(): void {
    this.#client.destroy();
  }
}
