import { setTimeout as delay } from "node:timers/promises";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { queueSender } from "../../functions/booking/queue.ts";
import { firstPart } from "../../functions/ledger/claim.ts";
import type { ArchivedWrite } from "./archived-writes.ts";

/** How long it waits before it asks again how much is left in the queue, in milliseconds. */
const pause = 1_000;

/**
 * Sends writes to the queue of bookings, and tells in a line what it does. A prolongation needs its booking, and a cancellation what it
 * cancels, and the queue keeps no order: each kind waits until the queue has none of those before.
 */
export async function replay(
  queue: { readonly client: SQSClient; readonly queueUrl: string },
  writes: readonly ArchivedWrite[],
  print: (line: string) => void,
): Promise<void> {
  if (writes.length === 0) {
    print("The archive holds no write of that time. What was claimed lately comes there within five minutes.");
    return;
  }
  const send = queueSender(queue.client, queue.queueUrl);
  const rounds = {
    bookings: writes.filter(({ message }) => message.kind === "claim" && message.part === firstPart),
    prolongations: writes.filter(({ message }) => message.kind === "claim" && message.part !== firstPart),
    cancellations: writes.filter(({ message }) => message.kind === "cancel"),
  };
  for (const [name, round] of Object.entries(rounds)) {
    for (const { message, correlationId } of round) await send(message, correlationId);
    print(`${String(round.length).padStart(7)}  ${name} are on the queue`);
    if (round.length > 0) await emptied(queue);
  }
  print("The queue is done with all of them. What was in the table already has stayed as it was.");
}

/** Resolves when the queue holds no message, visible or in work, as far as it knows: twice, as its counts are approximate. */
async function emptied({ client, queueUrl: QueueUrl }: { client: SQSClient; queueUrl: string }): Promise<void> {
  for (let quiet = 0; quiet < 2;) {
    await delay(pause);
    const { Attributes: counts = {} } = await client.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
      }),
    );
    quiet = Object.values(counts).every((count) => Number(count) === 0) ? quiet + 1 : 0;
  }
}
