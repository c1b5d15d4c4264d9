import { z } from "zod";
import type { EndpointRequest, EndpointResponse } from "../../endpoint/service.ts";
import type { Messaging } from "./messaging.ts";

const receiveParameters = z.looseObject({
  QueueUrl: z.string(),
  WaitTimeSeconds: z.number().min(0).max(20).optional(),
});
const received = z.object({ Messages: z.array(z.object({ ReceiptHandle: z.string() })).optional() });
const waitAnswer = z.object({ Attributes: z.object({ ReceiveMessageWaitTimeSeconds: z.coerce.number() }) });

/** How long fauxqs waits at a stretch, in seconds: it does not notice that a caller has left. */
const stretchSeconds = 1;

/**
 * `ReceiveMessage`, waiting in stretches, so that a caller who leaves in the middle takes no message along: what a
 * stretch still brought is made visible again at once.
 */
export async function receive(
  messaging: Messaging,
  { operation, body, signal }: EndpointRequest,
): Promise<EndpointResponse> {
  const asked = receiveParameters.safeParse(JSON.parse(body.toString()));
  // What is wrong with the parameters, SQS says best.
  if (!asked.success) return messaging.sqs(operation, body);
  const { QueueUrl: queueUrl, WaitTimeSeconds: waitSeconds = await defaultWait(messaging, queueUrl) } = asked.data;
  const deadline = Date.now() + waitSeconds * 1000;
  for (;;) {
    const left = Math.max(0, (deadline - Date.now()) / 1000);
    const stretch = { ...asked.data, WaitTimeSeconds: Math.min(left, stretchSeconds) };
    const response = await messaging.sqs(operation, JSON.stringify(stretch));
    if (response.status !== 200) return response;
    const { Messages: messages = [] } = received.parse(JSON.parse(response.body.toString()));
    if (signal.aborted) await giveBack(messaging, queueUrl, messages);
    if (signal.aborted || messages.length > 0 || left <= stretchSeconds) return response;
  }
}

async function defaultWait(messaging: Messaging, queueUrl: string): Promise<number> {
  const name = "ReceiveMessageWaitTimeSeconds";
  const answer = await messaging.sqsAnswer("GetQueueAttributes", { QueueUrl: queueUrl, AttributeNames: [name] });
  return waitAnswer.parse(answer).Attributes[name];
}

async function giveBack(messaging: Messaging, queueUrl: string, messages: readonly { ReceiptHandle: string }[]) {
  for (const { ReceiptHandle } of messages) {
    await messaging.sqsAnswer("ChangeMessageVisibility", { QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: 0 });
  }
}
