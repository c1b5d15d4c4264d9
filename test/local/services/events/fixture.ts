import { type Delivery, DeliveryFailure } from "../../../../local/services/events/deliverer.ts";
import type { QueuePort } from "../../../../local/services/events/deliverers.ts";
import { Events, type EventsOptions } from "../../../../local/services/events/events.ts";
import type { EndpointRequest } from "../../../../local/endpoint/service.ts";
import { parsePolicy } from "../../../../local/services/iam/policy.ts";
import { policy } from "../../iam-documents.ts";
import { RecordedMeasurements } from "../../recorded-measurements.ts";

export const functionArn = "arn:aws:lambda:eu-west-1:000000000000:function:accept:live";
export const queueArn = "arn:aws:sqs:eu-west-1:000000000000:orders";
export const deadLetterArn = "arn:aws:sqs:eu-west-1:000000000000:dead";
export const pattern = JSON.stringify({ source: ["berth"] });

/** A message that came into a queue. */
interface Sent {
  readonly queueName: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** A region's EventBridge whose targets are recorded, and whose tries follow each other at once. */
export class EventsFixture {
  readonly delivered: Delivery[] = [];
  readonly letters: Sent[] = [];
  readonly lines: string[] = [];
  readonly measurements = new RecordedMeasurements();
  readonly events: Events;
  /** What happens to a delivery after it was recorded. */
  onDelivery: (delivery: Delivery) => void | Promise<void> = () => undefined;
  /** Whether queues let rules send. */
  isAllowed = true;
  now = Date.parse("2026-11-21T18:30:00.500Z");

  constructor(options: Partial<EventsOptions> = {}) {
    const deliver = async (delivery: Delivery) => {
      this.delivered.push(delivery);
      await this.onDelivery(delivery);
    };
    const queues: QueuePort = {
      policyOf: () => (this.isAllowed ? this.#policy() : undefined),
      send: (queueName, body, attributes) => {
        this.letters.push({ queueName, body, attributes });
        return Promise.resolve();
      },
    };
    this.events = new Events({
      region: "eu-west-1",
      deliverers: new Map([
        ["lambda", { byRole: false, deliver }],
        ["sqs", { byRole: false, deliver }],
        ["firehose", { byRole: true, deliver }],
      ]),
      queues,
      measurements: this.measurements,
      report: (line) => this.lines.push(line),
      clock: () => this.now,
      backoff: () => 0,
      ...options,
    });
  }

  /** A bus `shop` with a rule `orders` for every event of Berth, to a queue. */
  withRule(target: object = {}): this {
    this.events.buses.create("shop");
    this.events.rules.put({ name: "orders", busName: "shop", eventPattern: pattern, state: "ENABLED" });
    this.events.rules.putTarget("orders", { id: "queue", arn: queueArn, ...target }, "shop");
    return this;
  }

  /** Puts an event, past the endpoint. */
  async put(detail: unknown = {}, EventBusName = "shop", entry: object = {}) {
    const Detail = JSON.stringify(detail);
    const Entries = [{ Source: "berth", DetailType: "Test", Detail, EventBusName, ...entry }];
    const body = Buffer.from(JSON.stringify({ Entries }));
    const response = await this.events.handle({ operation: "PutEvents", body } as EndpointRequest);
    return JSON.parse(response.body.toString()) as { FailedEntryCount: number; Entries: Record<string, string>[] };
  }

  /** The `detail` of each event that was delivered, in order. */
  get details(): unknown[] {
    return this.delivered.map(({ text }) => (JSON.parse(text) as { detail: unknown }).detail);
  }

  #policy() {
    const rules = { ArnLike: { "aws:SourceArn": "arn:aws:events:eu-west-1:000000000000:rule/*" } };
    const text = policy("Allow", "sqs:SendMessage", deadLetterArn, {
      Principal: { Service: "events.amazonaws.com" },
      Condition: rules,
    });
    return parsePolicy(text, "resource");
  }
}

/** A failure that is tried again. */
export const unavailable = () => {
  throw new DeliveryFailure("ERROR_FROM_TARGET", "the target is away");
};
