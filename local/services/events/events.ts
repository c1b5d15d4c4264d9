import { randomUUID } from "node:crypto";
import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { InjectedFault } from "../../endpoint/faults.ts";
import { awsJson } from "../../endpoint/protocol.ts";
import type { AccessRequest, EndpointRequest, EndpointResponse, EndpointService } from "../../endpoint/service.ts";
import { Archives } from "./archives.ts";
import { Buses } from "./buses.ts";
import { Deliveries, type DeliveriesOptions, type DeliveryFault } from "./deliveries.ts";
import { type BusEvent, eventTime } from "./event.ts";
import { busOf, entriesOf, type Entry, type EntryResult, eventOf } from "./put-events.ts";
import type { Rule } from "./rule.ts";
import { countOf } from "./rule-metrics.ts";
import { Rules } from "./rules.ts";

/** What a region's EventBridge needs. */
export interface EventsOptions extends DeliveriesOptions {
  /** Such as `eu-west-1`. */
  readonly region: string;
}

/**
 * A region's EventBridge: buses, rules with patterns and schedules, targets, archives. Through the endpoint it takes
 * `PutEvents`. Left out: every other operation, cron expressions, input transformers, replays, buses as targets, other accounts and
 * regions, schemas, pipes, and throttling.
 */
export class Events implements EndpointService {
  readonly name = "events";
  readonly protocol = awsJson;
  readonly buses: Buses;
  readonly rules: Rules;
  readonly archives: Archives;
  readonly #options: EventsOptions;
  readonly #deliveries: Deliveries;
  readonly #clock: () => number;

  constructor(options: EventsOptions) {
    const { region, deliverers, clock = Date.now } = options;
    this.#options = options;
    this.#clock = clock;
    this.buses = new Buses(region);
    this.archives = new Archives(region, this.buses, clock);
    this.#deliveries = new Deliveries(options);
    this.rules = new Rules({
      region,
      buses: this.buses,
      deliverers,
      onSchedule: (rule) => {
        this.#fire(rule);
      },
    });
  }

  /** How many events are on their way to a target. */
  get pending(): number {
    return this.#deliveries.pending;
  }

  access({ operation, body }: EndpointRequest): readonly AccessRequest[] {
    if (operation !== "PutEvents") {
      const problem = `this machine's EventBridge does not know the operation ${operation}`;
      throw new AwsError("UnknownOperationException", problem);
    }
    const references = new Set(entriesOf(body).map(busOf));
    return [...references].map((reference) => {
      const name = this.buses.nameOf(reference);
      const resource = name === undefined ? reference : this.buses.arnOf(name);
      return { action: "events:PutEvents", resource, resourcePolicy: this.buses.find(name ?? "")?.policy };
    });
  }

  handle({ body }: EndpointRequest): Promise<EndpointResponse> {
    const results = entriesOf(body).map((entry) => this.#putEntry(entry));
    const answer = { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results };
    const headers = { "content-type": "application/x-amz-json-1.1" };
    return Promise.resolve({ status: 200, headers, body: JSON.stringify(answer) });
  }

  /** Removes a bus; does nothing if it is gone. @throws AwsError ValidationException while it has rules */
  deleteBus(name: string): void {
    if (this.rules.has(name))
      throw new AwsError("ValidationException", `event bus ${name} has rules: delete them first`);
    this.buses.delete(name);
  }

  /** Calls the targets of a rule now, as its schedule does; does nothing if there is no such rule. */
  fire(ruleName: string): void {
    const rule = this.rules.find(ruleName);
    if (rule !== undefined) this.#fire(rule);
  }

  /** Lets something go wrong with deliveries, until it is spent or removed. @throws RangeError for a value out of its range */
  inject(fault: DeliveryFault): InjectedFault {
    return this.#deliveries.inject(fault);
  }

  /** Neither delivers nor calls by schedule, until `resume`; what was accepted is kept. */
  suspend(): void {
    this.rules.suspend();
    this.#deliveries.suspend();
  }

  /** Delivers what was kept, and begins every schedule anew. */
  resume(): void {
    this.#deliveries.resume();
    this.rules.resume();
  }

  #putEntry(entry: Entry): EntryResult {
    const reference = busOf(entry);
    const busName = this.buses.nameOf(reference);
    if (busName === undefined) {
      return { ErrorCode: "InvalidArgument", ErrorMessage: `EventBusName ${reference} is no bus of this region.` };
    }
    const event = eventOf(entry, this.#options.region, new Date(this.#clock()));
    if ("ErrorCode" in event) return event;
    this.#put(busName, event);
    return { EventId: event.id };
  }

  #put(busName: string, event: BusEvent): void {
    if (this.buses.find(busName) === undefined) {
      // AWS answers as if all were well: https://github.com/aws/aws-cli/issues/9186
      this.#options.report(`event ${event.id} of ${event.source} is lost: there is no bus ${busName}`);
      return;
    }
    this.archives.keep(busName, event);
    for (const rule of this.rules.matching(busName, event)) {
      countOf(this.#options.measurements, rule, "MatchedEvents");
      this.#deliveries.accept(rule, event);
    }
  }

  #fire(rule: Rule): void {
    this.#deliveries.accept(rule, {
      version: "0",
      id: randomUUID(),
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: accountId,
      time: eventTime(new Date(this.#clock())),
      region: this.#options.region,
      resources: [rule.arn],
      detail: {},
    });
  }
}
