import { buildApp } from "fauxqs";
import { z } from "zod";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { EndpointResponse } from "../../endpoint/service.ts";
import { textOf } from "../sns/xml.ts";

const queueInspection = z.object({
  messages: z.object({
    ready: z.array(z.object({ sentTimestamp: z.number() })),
    delayed: z.array(z.object({ sentTimestamp: z.number(), delayUntil: z.number().optional() })),
    inflight: z.array(z.object({ message: z.object({ sentTimestamp: z.number() }), visibilityDeadline: z.number() })),
  }),
});

/** Every message that a queue holds, by state. Times are in milliseconds since the epoch. */
export type QueueInspection = z.infer<typeof queueInspection>["messages"];

const refusal = z.object({ __type: z.string(), message: z.string() });
const answer = z.record(z.string(), z.unknown());

/** A call of S3, by the bucket's path. */
interface ObjectCall {
  readonly method: "DELETE" | "GET" | "HEAD" | "POST" | "PUT";
  /** Path and query, such as `/bucket/key?list-type=2`. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/**
 * The queues, topics and buckets of one region: fauxqs without a listener of its own, as `Sqs`, `Sns` and `S3` share one.
 *
 * What fauxqs leaves out: messages do not expire by retention; a queue holds any number in flight; trace headers
 * (`MessageSystemAttributes`) are dropped; a FIFO queue gives one message a group at a time; no dead-letter redrive
 * tasks; topics deliver to queues only.
 */
export class Messaging {
  readonly #app: ReturnType<typeof buildApp>;

  constructor(region: string) {
    this.#app = buildApp({ logger: false, defaultRegion: region });
  }

  /** A call of SQS, answered as it is. */
  async sqs(operation: string, body: Buffer | string): Promise<EndpointResponse> {
    return this.#post({ "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${operation}` }, body);
  }

  /** A call of SQS by the machine itself. @throws AwsError for what SQS refuses. */
  async sqsAnswer(operation: string, parameters: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { status, body } = await this.sqs(operation, JSON.stringify(parameters));
    const json: unknown = JSON.parse(body.toString());
    if (status === 200) return answer.parse(json);
    const { __type: type, message } = refusal.parse(json);
    throw new AwsError(type.split("#").at(-1) ?? type, message, status);
  }

  /** A call of SNS, answered as it is. */
  async sns(body: Buffer | string): Promise<EndpointResponse> {
    return this.#post({ "content-type": "application/x-www-form-urlencoded" }, body);
  }

  /** A call of SNS by the machine itself; the answer is XML. @throws AwsError for what SNS refuses. */
  async snsAnswer(operation: string, parameters: Record<string, string>): Promise<string> {
    const { status, body } = await this.sns(new URLSearchParams({ Action: operation, ...parameters }).toString());
    const xml = body.toString();
    if (status === 200) return xml;
    throw new AwsError(textOf(xml, "Code") ?? "InternalError", textOf(xml, "Message") ?? xml, status);
  }

  /** A call of S3, answered as it is. */
  async s3({ method, url, headers, body }: ObjectCall): Promise<EndpointResponse> {
    const response = await this.#app.inject({ method, url, headers, payload: body });
    const kept = Object.entries(response.headers).flatMap(([name, value]) =>
      value === undefined || name === "connection" ? [] : [[name, String(value)] as const],
    );
    return { status: response.statusCode, headers: Object.fromEntries(kept), body: response.rawPayload };
  }

  /** What the queue holds, with nothing received; undefined if there is no such queue. */
  async inspect(queueName: string): Promise<QueueInspection | undefined> {
    const { statusCode, payload } = await this.#app.inject({ method: "GET", url: `/_fauxqs/queues/${queueName}` });
    return statusCode === 200 ? queueInspection.parse(JSON.parse(payload)).messages : undefined;
  }

  /** Ends all long polls. */
  async close(): Promise<void> {
    await this.#app.close();
  }

  async #post(headers: Record<string, string>, body: Buffer | string): Promise<EndpointResponse> {
    const response = await this.#app.inject({ method: "POST", url: "/", headers, payload: body });
    const kept: Record<string, string> = {};
    for (const name of ["content-type", "x-amzn-query-error"]) {
      const value = response.headers[name];
      if (typeof value === "string") kept[name] = value;
    }
    return { status: response.statusCode, headers: kept, body: response.rawPayload };
  }
}
