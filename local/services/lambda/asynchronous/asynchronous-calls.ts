import type { Measurements } from "../../cloudwatch/metric.ts";
import { logGroupOf } from "../configuration.ts";
import type { RoleCredentials } from "../environment.ts";
import { LambdaError } from "../errors.ts";
import { FailureDestination } from "../failure-destination.ts";
import type { Functions } from "../functions.ts";
import type { InvokeRequest, InvokeResult } from "../invocation.ts";
import { measureFunction } from "../report.ts";
import { type AsynchronousConfiguration, checkAsynchronous } from "./configuration.ts";
import { type GivenUpCondition, invocationRecord } from "./failed-call.ts";

/** What asynchronous calls need. */
export interface AsynchronousOptions {
  readonly region: string;
  readonly endpointUrl: string;
  readonly roles: { credentials(roleArn: string): RoleCredentials };
  readonly functions: Functions;
  readonly invoke: (request: InvokeRequest) => Promise<InvokeResult>;
  readonly measurements: Measurements;
  /** Writes a line into a log group. */
  readonly report: (group: string, line: string) => void;
  /** Milliseconds before each repetition of a call that failed. @default a minute, then two, as on AWS */
  readonly retryWaits?: readonly number[];
}

interface Pending {
  readonly request: InvokeRequest;
  readonly acceptedAt: number;
  runs: number;
  isUnderWay: boolean;
  timer: NodeJS.Timeout | undefined;
  last: InvokeResult | undefined;
}

/** Milliseconds after which a call is run that was throttled, or came while Lambda did not run. */
const throttledWait = 1000;

/**
 * Calls that nobody waits for: accepted at once, run when there is room, and repeated when the function fails; what
 * fails for good goes to the function's failure destination. Left out: destinations for calls that succeed, and dead-letter queues of functions.
 */
export class AsynchronousCalls {
  readonly #options: AsynchronousOptions;
  readonly #configurations = new Map<string, AsynchronousConfiguration>();
  readonly #pending = new Set<Pending>();
  #isSuspended = false;

  constructor(options: AsynchronousOptions) {
    this.#options = options;
  }

  /** How many are neither done nor given up. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Says how calls by this name and qualifier are repeated. @throws LambdaError ResourceNotFoundException, InvalidParameterValueException */
  configure(reference: string, configuration: AsynchronousConfiguration): void {
    checkAsynchronous(configuration, this.#options.region);
    this.#configurations.set(this.#keyOf(reference), configuration);
  }

  /** How calls by this name and qualifier are repeated, or undefined if nobody said. */
  configuration(reference: string): AsynchronousConfiguration | undefined {
    return this.#configurations.get(reference);
  }

  /** Repeats as Lambda does by default; does nothing if nobody said otherwise. */
  unconfigure(reference: string): void {
    this.#configurations.delete(reference);
  }

  /** Takes a call that is allowed. */
  accept(request: InvokeRequest): void {
    const pending: Pending = {
      ...{ request, acceptedAt: Date.now() },
      ...{ runs: 0, isUnderWay: false, timer: undefined, last: undefined },
    };
    this.#pending.add(pending);
    this.#start(pending);
  }

  /** Runs nothing until `resume`; what was accepted is kept. */
  suspend(): void {
    this.#isSuspended = true;
    for (const { timer } of this.#pending) clearTimeout(timer);
  }

  /** Runs what was kept. */
  resume(): void {
    this.#isSuspended = false;
    for (const pending of this.#pending) if (!pending.isUnderWay) this.#start(pending);
  }

  #start(pending: Pending): void {
    if (!this.#isSuspended) void this.#run(pending);
  }

  async #run(pending: Pending): Promise<void> {
    pending.isUnderWay = true;
    const outcome = await this.#options.invoke(pending.request).catch((error: unknown) => error as Error);
    pending.isUnderWay = false;
    if (!(outcome instanceof Error) && outcome.functionError === undefined) {
      this.#pending.delete(pending);
      return;
    }
    // A run that the loss of power cut off was none: it is made when the region is back.
    if (this.#isSuspended) return;
    if (outcome instanceof Error) {
      if (isGone(outcome)) this.#pending.delete(pending);
      else await this.#again(pending, throttledWait);
      return;
    }
    pending.last = outcome;
    pending.runs += 1;
    const { maximumRetryAttempts = 2 } = this.#configurationOf(pending);
    const waits = this.#options.retryWaits ?? [60_000, 120_000];
    if (pending.runs > maximumRetryAttempts) await this.#giveUp(pending, "RetriesExhausted");
    else await this.#again(pending, waits[pending.runs - 1] ?? 0);
  }

  async #again(pending: Pending, wait: number): Promise<void> {
    const { maximumEventAgeInSeconds = 21_600 } = this.#configurationOf(pending);
    if (Date.now() + wait - pending.acceptedAt > maximumEventAgeInSeconds * 1000) {
      await this.#giveUp(pending, "EventAgeExceeded");
      return;
    }
    pending.timer = setTimeout(() => {
      this.#start(pending);
    }, wait).unref();
  }

  async #giveUp(pending: Pending, condition: GivenUpCondition): Promise<void> {
    const { functions, measurements, report } = this.#options;
    const { version, qualifier } = functions.resolve(pending.request.functionArn);
    const measure = (name: string) => {
      measureFunction(measurements, version, qualifier, { [name]: 1 });
    };
    try {
      await this.#tell(pending, condition);
    } catch (error) {
      // The loss of power cut it off: the call is made again when the region is back.
      if (this.#isSuspended) return;
      measure("DestinationDeliveryFailures");
      report(logGroupOf(version.configuration), `a failed call could not be told of: ${String(error)}`);
    }
    this.#pending.delete(pending);
    measure("AsyncEventsDropped");
  }

  /** Tells the failure destination, if there is one. @throws what the destination answers */
  async #tell(pending: Pending, condition: GivenUpCondition): Promise<void> {
    const { onFailureArn: arn } = this.#configurationOf(pending);
    if (arn === undefined) return;
    const { region, endpointUrl, roles, functions } = this.#options;
    const { request, runs, last } = pending;
    const { found, version, qualifier } = functions.resolve(request.functionArn);
    const functionArn = qualifier === undefined ? found.arn : `${found.arn}:${qualifier}`;
    const credentials = roles.credentials(version.configuration.role);
    const destination = new FailureDestination({ arn, region, endpointUrl, credentials });
    const { payload } = request;
    try {
      await destination.send(
        invocationRecord({ functionArn, version: version.version, payload, runs, condition, last }),
      );
    } finally {
      destination.close();
    }
  }

  #configurationOf({ request }: Pending): AsynchronousConfiguration {
    return this.#configurations.get(this.#keyOf(request.functionArn)) ?? {};
  }

  #keyOf(reference: string): string {
    const { found, qualifier = "$LATEST" } = this.#options.functions.resolve(reference);
    return `${found.name}:${qualifier}`;
  }
}

function isGone(error: Error): boolean {
  return error instanceof LambdaError && error.name === "ResourceNotFoundException";
}
