import { DeleteMessageCommand, ListQueuesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import type { Berth } from "../../demo/berth.ts";

const booking = z.object({ bookingId: z.string(), part: z.string().default("") });

/** What lies in the dead-letter queues of all regions. */
export interface DeadLetters {
  /** Requests for parts of bookings, and to cancel them. */
  readonly bookings: readonly { readonly bookingId: string; readonly part: string }[];
  /** Everything else, as `<region> <queue>: <body>`. */
  readonly others: readonly string[];
}

/** Takes out all dead letters. */
export async function deadLettersOf({ machine, regions }: Berth): Promise<DeadLetters> {
  const bookings: { bookingId: string; part: string }[] = [];
  const others: string[] = [];
  for (const [region, { endpoint }] of Object.entries(regions)) {
    const client = new SQSClient({ region, endpoint, credentials: machine.iam.operator });
    const { QueueUrls: urls = [] } = await client.send(new ListQueuesCommand({}));
    for (const QueueUrl of urls.filter((url) => /dead-letters|failures/.test(url))) {
      for (;;) {
        const taken = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
        const messages = taken.Messages ?? [];
        for (const { Body: body = "", ReceiptHandle } of messages) {
          const parsed = booking.safeParse(JSON.parse(body));
          if (parsed.success) bookings.push(parsed.data);
          else others.push(`${region} ${QueueUrl.slice(QueueUrl.lastIndexOf("/") + 1)}: ${body}`);
          await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
        if (messages.length === 0) break;
      }
    }
    client.destroy();
  }
  return { bookings, others };
}
