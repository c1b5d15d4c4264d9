import { z } from "zod";
import { AwsError } from "../../endpoint/aws-error.ts";
import { awsJson } from "../../endpoint/protocol.ts";
import type { AccessRequest, EndpointRequest, EndpointResponse, EndpointService } from "../../endpoint/service.ts";
import type { Measurements } from "../cloudwatch/metric.ts";
import { receive } from "./long-poll.ts";
import type { Messaging } from "./messaging.ts";
import { QueueMetrics } from "./queue-metrics.ts";
import { Queues } from "./queues.ts";

interface SqsOptions {
  readonly region: string;
  /** Shared with the region's `Sns`, which delivers into the queues; closed by the one who made it. */
  readonly messaging: Messaging;
  /** The address of the region's endpoint, which queue URLs begin with. */
  readonly endpointUrl: string;
  readonly measurements: Measurements;
  /** How often queues are measured. @default 5000 */
  readonly measureEveryMilliseconds?: number;
}

/** The permission that each operation on a queue needs; batches need that of their entries. */
const queueActions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ChangeMessageVisibility: "sqs:ChangeMessageVisibility",
    ChangeMessageVisibilityBatch: "sqs:ChangeMessageVisibility",
    CreateQueue: "sqs:CreateQueue",
    DeleteMessage: "sqs:DeleteMessage",
    DeleteMessageBatch: "sqs:DeleteMessage",
    DeleteQueue: "sqs:DeleteQueue",
    GetQueueAttributes: "sqs:GetQueueAttributes",
    GetQueueUrl: "sqs:GetQueueUrl",
    ListQueueTags: "sqs:ListQueueTags",
    PurgeQueue: "sqs:PurgeQueue",
    ReceiveMessage: "sqs:ReceiveMessage",
    SendMessage: "sqs:SendMessage",
    SendMessageBatch: "sqs:SendMessage",
    SetQueueAttributes: "sqs:SetQueueAttributes",
    TagQueue: "sqs:TagQueue",
    UntagQueue: "sqs:UntagQueue",
  }),
);

const parameters = z.looseObject({
  QueueName: z.string().optional(),
  QueueUrl: z.string().optional(),
  Attributes: z.record(z.string(), z.string()).optional(),
});

const urlAnswer = z.looseObject({ QueueUrl: z.string().optional(), QueueUrls: z.array(z.string()).optional() });

/**
 * A region's SQS, over fauxqs (see `Messaging` for what that leaves out). A queue's policy is asked along with the
 * caller's own; what is left out of it is said at `parsePolicy`. Encryption settings are kept and have no effect.
 */
export class Sqs implements EndpointService {
  readonly name = "sqs";
  readonly protocol = awsJson;
  /** The region's queues, as resources. */
  readonly queues: Queues;
  readonly metrics: QueueMetrics;
  readonly #messaging: Messaging;

  constructor({ region, messaging, endpointUrl, measurements, measureEveryMilliseconds = 5000 }: SqsOptions) {
    this.#messaging = messaging;
    this.queues = new Queues(region, endpointUrl, messaging);
    this.metrics = new QueueMetrics(this.queues, messaging, measurements, measureEveryMilliseconds);
  }

  access({ operation, body }: EndpointRequest): readonly AccessRequest[] {
    if (operation === "ListQueues") return [{ action: "sqs:ListQueues", resource: "*" }];
    const action = queueActions.get(operation);
    if (action === undefined) {
      throw new AwsError("UnknownOperationException", `this machine's SQS does not know the operation ${operation}`);
    }
    const name = this.#queueNameIn(operation, body);
    return [{ action, resource: this.queues.arnOf(name), resourcePolicy: this.queues.policyOf(name) }];
  }

  async handle(request: EndpointRequest): Promise<EndpointResponse> {
    const { operation, body } = request;
    switch (operation) {
      case "ReceiveMessage":
        return receive(this.#messaging, request);
      case "CreateQueue":
      case "SetQueueAttributes": {
        const name = this.#queueNameIn(operation, body);
        const { Attributes: attributes = {} } = parse(operation, body);
        await this.queues.check(name, attributes);
        const response = await this.#messaging.sqs(operation, body);
        if (response.status === 200) this.queues.keepPolicy(name, attributes);
        return this.#withUrls(response);
      }
      case "DeleteQueue":
        await this.queues.delete(this.#queueNameIn(operation, body));
        return { status: 200, headers: { "content-type": "application/x-amz-json-1.0" }, body: "{}" };
      case "GetQueueUrl":
      case "ListQueues":
        return this.#withUrls(await this.#messaging.sqs(operation, body));
      default:
        return this.#messaging.sqs(operation, body);
    }
  }

  /** Stops measuring. */
  async close(): Promise<void> {
    await this.metrics.stop();
  }

  #queueNameIn(operation: string, body: Buffer): string {
    const { QueueName: name, QueueUrl: url } = parse(operation, body);
    if (url !== undefined) return this.queues.nameOf(url);
    if (name !== undefined) return name;
    throw new AwsError("MissingParameter", `${operation}: the request must contain QueueUrl or QueueName`);
  }

  /** fauxqs makes URLs of hosts that do not exist. */
  #withUrls(response: EndpointResponse): EndpointResponse {
    if (response.status !== 200) return response;
    const answer = urlAnswer.parse(JSON.parse(response.body.toString()));
    const here = (url: string) => this.queues.urlOf(url.slice(url.lastIndexOf("/") + 1));
    const body = JSON.stringify({
      ...answer,
      QueueUrl: answer.QueueUrl === undefined ? undefined : here(answer.QueueUrl),
      QueueUrls: answer.QueueUrls?.map(here),
    });
    return { ...response, body };
  }
}

function parse(operation: string, body: Buffer): z.infer<typeof parameters> {
  try {
    return parameters.parse(JSON.parse(body.toString()));
  } catch {
    throw new AwsError("SerializationException", `${operation}: the body is not JSON, or a parameter has a wrong type`);
  }
}
