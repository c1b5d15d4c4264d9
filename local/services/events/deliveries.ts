import { type Fault, Faults, type InjectedFault } from "../../endpoint/faults.ts";
import type { Measurements } from "../cloudwatch/metric.ts";
import { type Deliverers, DeliveryFailure, serviceOf } from "./deliverer.ts";
import { type QueuePort, sendTo } from "./deliverers.ts";
import type { BusEvent } from "./event.ts";
import type { Rule, Target } from "./rule.ts";
import { countOf, type RuleMetric } from "./rule-metrics.ts";
import { targetInput } from "./target-input.ts";

/**
 * What is to go wrong with deliveries, whose action is `deliver:<rule name>`: an error fails one, which is then tried
 * again; a latency lets others overtake it.
 */
export interface DeliveryFault extends Fault {
  /** How many times more the target gets the event: buses deliver at least once. @default 0 */
  readonly copies?: number;
}

/** What delivering events needs. */
export interface DeliveriesOptions {
  readonly deliverers: Deliverers;
  /** Where dead letters go. */
  readonly queues: QueuePort;
  readonly measurements: Measurements;
  /** Told in one line of an event that is lost. */
  readonly report: (line: string) => void;
  /** The time, in epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
  /** Milliseconds before a try; `failures` is how many went before, 1 or more. @default doubling from a second to a minute, with jitter */
  readonly backoff?: (failures: number) => number;
}

interface Pending {
  readonly rule: Rule;
  readonly target: Target;
  readonly event: BusEvent;
  readonly acceptedAt: number;
  failures: number;
  isUnderWay: boolean;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Brings events to targets, at least once and in no order: tries again what may succeed later, and gives up by the
 * target's retry policy, into its dead-letter queue. The first try is made however old the event is by then.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #clock: () => number;
  readonly #backoff: (failures: number) => number;
  readonly #faults = new Faults<DeliveryFault>();
  readonly #pending = new Set<Pending>();
  #isSuspended = false;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#clock = options.clock ?? Date.now;
    this.#backoff = options.backoff ?? doubling;
  }

  /** How many are neither delivered nor given up. */
  get pending(): number {
    return this.#pending.size;
  }

  /** Takes an event on the way to each target of the rule. */
  accept(rule: Rule, event: BusEvent): void {
    this.#count(rule, "TriggeredRules");
    for (const target of rule.targets) {
      const pending: Pending = {
        ...{ rule, target, event, acceptedAt: this.#clock() },
        ...{ failures: 0, isUnderWay: false, timer: undefined },
      };
      this.#pending.add(pending);
      this.#start(pending);
    }
  }

  /** Lets something go wrong with deliveries. @throws RangeError for a value out of its range */
  inject(fault: DeliveryFault): InjectedFault {
    const { action, copies = 0 } = fault;
    if (!(Number.isInteger(copies) && copies >= 0)) {
      throw new RangeError(`fault on ${action}: copies ${copies} must be a whole number, 0 or more`);
    }
    return this.#faults.inject(fault);
  }

  /** Delivers nothing until `resume`; what was accepted is kept. */
  suspend(): void {
    this.#isSuspended = true;
    for (const pending of this.#pending) clearTimeout(pending.timer);
  }

  /** Delivers on, what was kept at once. */
  resume(): void {
    this.#isSuspended = false;
    for (const pending of this.#pending) if (!pending.isUnderWay) this.#start(pending);
  }

  #start(pending: Pending): void {
    if (this.#isSuspended) return;
    const { latencyMs, error, faults } = this.#faults.draw(`deliver:${pending.rule.name}`);
    const copies = faults.reduce((sum, fault) => sum + (fault.copies ?? 0), 0);
    const go = () => void this.#attempt(pending, { error, copies });
    if (latencyMs > 0) pending.timer = setTimeout(go, latencyMs).unref();
    else go();
  }

  async #attempt(pending: Pending, { error, copies }: { error: Error | undefined; copies: number }): Promise<void> {
    const { rule } = pending;
    pending.isUnderWay = true;
    if (pending.failures > 0) this.#count(rule, "RetryInvocationAttempts");
    try {
      if (error !== undefined) throw new DeliveryFailure("ERROR_FROM_TARGET", String(error));
      for (let copy = 0; copy <= copies; copy += 1) await this.#deliver(pending);
      this.#count(rule, "Invocations");
      this.#pending.delete(pending);
    } catch (reason) {
      const failure =
        reason instanceof DeliveryFailure ? reason : new DeliveryFailure("ERROR_FROM_TARGET", String(reason));
      await this.#failed(pending, failure);
    } finally {
      pending.isUnderWay = false;
    }
  }

  async #deliver({ rule, target, event }: Pending): Promise<void> {
    const deliverer = this.#options.deliverers.get(serviceOf(target.arn));
    if (deliverer === undefined) throw new DeliveryFailure("NO_RESOURCE", `nothing delivers to ${target.arn}`);
    const text = targetInput(target, event);
    await deliverer.deliver({ targetArn: target.arn, text, ruleArn: rule.arn, roleArn: target.roleArn });
  }

  async #failed(pending: Pending, failure: DeliveryFailure): Promise<void> {
    // A try that the loss of power cut off was none: it is made when the region is back.
    if (this.#isSuspended && failure.isRetried) return;
    pending.failures += 1;
    const exhausted = failure.isRetried ? this.#exhausted(pending) : undefined;
    if (failure.isRetried && exhausted === undefined) {
      pending.timer = setTimeout(() => {
        this.#start(pending);
      }, this.#backoff(pending.failures)).unref();
      return;
    }
    await this.#giveUp(pending, failure, exhausted);
    this.#pending.delete(pending);
  }

  /** The bound of the retry policy that is reached, by the name that dead letters carry. */
  #exhausted({ target, failures, acceptedAt }: Pending): string | undefined {
    const { maximumRetryAttempts = 185, maximumEventAgeInSeconds = 86_400 } = target.retryPolicy ?? {};
    if (failures > maximumRetryAttempts) return "MaximumRetryAttempts";
    return this.#clock() - acceptedAt > maximumEventAgeInSeconds * 1000 ? "MaximumEventAgeInSeconds" : undefined;
  }

  async #giveUp(pending: Pending, failure: DeliveryFailure, exhausted: string | undefined): Promise<void> {
    const { rule, target, event, failures } = pending;
    const { queues, report } = this.#options;
    this.#count(rule, "FailedInvocations");
    const lost = `rule ${rule.name} could not deliver event ${event.id} to its target ${target.id}: ${failure.message}`;
    if (target.deadLetterArn === undefined) {
      report(lost);
      return;
    }
    const letter = { targetArn: target.deadLetterArn, text: JSON.stringify(event), ruleArn: rule.arn };
    try {
      await sendTo(queues, letter, {
        RULE_ARN: rule.arn,
        TARGET_ARN: target.arn,
        ERROR_CODE: failure.code,
        ERROR_MESSAGE: failure.message,
        RETRY_ATTEMPTS: String(failures - 1),
        ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: exhausted }),
      });
      this.#count(rule, "InvocationsSentToDlq");
    } catch (error) {
      this.#count(rule, "InvocationsFailedToBeSentToDlq");
      report(`${lost}; nor to its dead-letter queue: ${String(error)}`);
    }
  }

  #count(rule: Rule, metric: RuleMetric): void {
    countOf(this.#options.measurements, rule, metric);
  }
}

function doubling(failures: number): number {
  return Math.min(60_000, 1000 * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}
