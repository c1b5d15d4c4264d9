import { AwsError } from "../../endpoint/aws-error.ts";
import { authorizeService } from "../iam/service-access.ts";
import type { PolicyDocument } from "../iam/policy.ts";
import type { InvokeRequest } from "../lambda/invocation.ts";
import { type Deliverer, type Deliverers, type Delivery, DeliveryFailure, type FailureCode } from "./deliverer.ts";

/** EventBridge as resource policies name it. */
const service = "events.amazonaws.com";

/** The region's queues, as far as events go into them. */
export interface QueuePort {
  policyOf(queueName: string): PolicyDocument | undefined;
  send(queueName: string, body: string, attributes?: Readonly<Record<string, string>>): Promise<void>;
}

/** The region's topics, as far as events go to them. */
export interface TopicPort {
  policyOf(topicArn: string): PolicyDocument | undefined;
  publish(topicArn: string, message: string): Promise<void>;
}

/** The region's functions: takes a call to be made later. */
export interface FunctionPort {
  accept(request: InvokeRequest): void;
}

/** The region's delivery streams: takes a record by a role, which must be allowed to put it. */
export interface StreamPort {
  putAs(roleArn: string, streamName: string, record: Buffer): void;
}

/**
 * The deliverers of functions, queues and topics, each of which must allow the rule by its own policy, and of delivery streams,
 * which the role of a target writes to.
 */
export function deliverersTo(ports: {
  functions: FunctionPort;
  queues: QueuePort;
  topics: TopicPort;
  streams: StreamPort;
}): Deliverers {
  const { functions, queues, topics, streams } = ports;
  return new Map([
    ["lambda", deliverer((delivery) => call(functions, delivery))],
    ["sqs", deliverer((delivery) => sendTo(queues, delivery))],
    ["sns", deliverer((delivery) => publishTo(topics, delivery))],
    ["firehose", deliverer((delivery) => putTo(streams, delivery), true)],
  ]);
}

function deliverer(deliver: (delivery: Delivery) => Promise<void>, byRole = false): Deliverer {
  return {
    byRole,
    async deliver(delivery) {
      try {
        await deliver(delivery);
      } catch (error) {
        throw new DeliveryFailure(codeOf(error), String(error));
      }
    },
  };
}

function call(functions: FunctionPort, { targetArn, text, ruleArn }: Delivery): Promise<void> {
  const invokedBy = { service, sourceArn: ruleArn };
  functions.accept({ functionArn: targetArn, payload: JSON.parse(text) as unknown, invokedBy });
  return Promise.resolve();
}

/** Sends a message to a queue on behalf of a rule, as a delivery or as a dead letter. */
export async function sendTo(
  queues: QueuePort,
  { targetArn, text, ruleArn }: Delivery,
  attributes?: Readonly<Record<string, string>>,
): Promise<void> {
  const name = targetArn.slice(targetArn.lastIndexOf(":") + 1);
  const action = { service, sourceArn: ruleArn, action: "sqs:SendMessage", resource: targetArn };
  authorizeService(action, queues.policyOf(name));
  await queues.send(name, text, attributes);
}

async function publishTo(topics: TopicPort, { targetArn, text, ruleArn }: Delivery): Promise<void> {
  const action = { service, sourceArn: ruleArn, action: "sns:Publish", resource: targetArn };
  authorizeService(action, topics.policyOf(targetArn));
  await topics.publish(targetArn, text);
}

function putTo(streams: StreamPort, { targetArn, text, roleArn = "" }: Delivery): Promise<void> {
  streams.putAs(roleArn, targetArn.slice(targetArn.lastIndexOf("/") + 1), Buffer.from(text));
  return Promise.resolve();
}

const codes: ReadonlyMap<string, FailureCode> = new Map([
  ["AccessDeniedException", "NO_PERMISSIONS"],
  ["NotFound", "NO_RESOURCE"],
  ["QueueDoesNotExist", "NO_RESOURCE"],
  ["ResourceNotFoundException", "NO_RESOURCE"],
  ["TooManyRequestsException", "THROTTLING"],
]);

function codeOf(error: unknown): FailureCode {
  const known = error instanceof Error ? codes.get(error.name) : undefined;
  if (known !== undefined) return known;
  return error instanceof AwsError && error.status < 500 ? "SDK_CLIENT_ERROR" : "ERROR_FROM_TARGET";
}
