import { randomUUID } from "node:crypto";
import { SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { running } from "./running.ts";

/** What support is told from now on, in every region. */
export class SupportNotices {
  readonly #heard: string[] = [];
  private constructor(private readonly queues: readonly { sqs: SQSClient; url: string | undefined }[]) {}

  /** Subscribes to the topic of every region. */
  static async from(): Promise<SupportNotices> {
    const { outputs, machine, regions } = await running();
    const queues = Object.entries(regions).map(async ([region, { endpoint }]) => {
      const of = { region, endpoint, credentials: machine.iam.operator };
      const [sqs, sns] = [new SQSClient(of), new SNSClient(of)];
      const { QueueUrl: url } = await sqs.send(new CreateQueueCommand({ QueueName: `support-${randomUUID()}` }));
      const { Attributes: attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }),
      );
      const TopicArn = String(outputs[region]?.supportTopicArn);
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: attributes?.QueueArn }));
      sns.destroy();
      return { sqs, url };
    });
    return new SupportNotices(await Promise.all(queues));
  }

  /** Waits until there is a notice of this type about a booking. */
  async of(type: string, bookingId: string): Promise<void> {
    while (!this.#heard.some((notice) => notice.includes(type) && notice.includes(bookingId))) {
      for (const { sqs, url } of this.queues) {
        const { Messages: messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
        );
        this.#heard.push(...messages.map(({ Body: body = "" }) => body));
      }
    }
  }

  close(): void {
    for (const { sqs } of this.queues) sqs.destroy();
  }
}
