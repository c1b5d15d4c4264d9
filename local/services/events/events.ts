import { accountId } from "../../account.ts";
import type { Caller } from "../lambda/permission.ts";
import { millisecondsOf } from "./schedule.ts";

/** What a region's EventBridge needs. */
export interface EventsOptions {
  /** Such as `eu-west-1`. */
  readonly region: string;
  /** Runs a function on behalf of a rule. */
  readonly invoke: (call: { functionArn: string; payload: unknown; invokedBy: Caller }) => Promise<unknown>;
  /** Told in one line when a target could not be called. */
  readonly report: (line: string) => void;
}

/** A rule as the program declares it. */
export interface RuleDefinition {
  readonly name: string;
  readonly description?: string;
  /** Such as `rate(5 minutes)`. */
  readonly scheduleExpression: string;
  /** `ENABLED` or `DISABLED`. */
  readonly state: string;
}

/** What a rule calls. */
export interface Target {
  readonly id: string;
  /** ARN of a function. */
  readonly arn: string;
  /** The event, as JSON. @default the event that EventBridge makes */
  readonly input?: string;
}

/** A rule as it exists. */
export interface Rule extends RuleDefinition {
  readonly arn: string;
  readonly targets: readonly Target[];
}

interface Scheduled {
  definition: RuleDefinition;
  readonly targets: Map<string, Target>;
  timer: NodeJS.Timeout | undefined;
}

/**
 * The schedules of EventBridge in one region: rules that call functions at a rate. A target's failure is reported and
 * the next call is the retry. Left out: event buses, patterns, cron expressions, and targets that are no functions.
 */
export class Events {
  readonly #options: EventsOptions;
  readonly #rules = new Map<string, Scheduled>();
  #isSuspended = false;

  constructor(options: EventsOptions) {
    this.#options = options;
  }

  /**
   * Makes a rule, or changes the one of that name, whose targets stay. Its first call is one period away.
   *
   * @throws InvalidSchedule if the expression is not a rate
   */
  putRule(definition: RuleDefinition): Rule {
    millisecondsOf(definition.scheduleExpression);
    const rule: Scheduled = this.#rules.get(definition.name) ?? { definition, targets: new Map(), timer: undefined };
    rule.definition = definition;
    this.#schedule(rule);
    this.#rules.set(definition.name, rule);
    return this.#describe(rule);
  }

  /** The rule of that name, or undefined. */
  rule(name: string): Rule | undefined {
    const rule = this.#rules.get(name);
    return rule && this.#describe(rule);
  }

  /** Removes a rule with its targets; does nothing if it is gone. */
  deleteRule(name: string): void {
    clearInterval(this.#rules.get(name)?.timer);
    this.#rules.delete(name);
  }

  /** @throws Error if there is no such rule */
  putTarget(ruleName: string, target: Target): void {
    const rule = this.#rules.get(ruleName);
    if (rule === undefined) throw new Error(`ResourceNotFoundException: Rule ${ruleName} does not exist`);
    rule.targets.set(target.id, target);
  }

  /** Removes a target; does nothing if it is gone. */
  deleteTarget(ruleName: string, targetId: string): void {
    this.#rules.get(ruleName)?.targets.delete(targetId);
  }

  /** Calls the targets of a rule now, as its schedule does. */
  async fire(ruleName: string): Promise<void> {
    const rule = this.rule(ruleName);
    if (rule === undefined) return;
    await Promise.all(rule.targets.map((target) => this.#call(rule, target)));
  }

  /** Calls nothing by schedule, until `resume`. */
  suspend(): void {
    this.#isSuspended = true;
    for (const { timer } of this.#rules.values()) clearInterval(timer);
  }

  /** Begins every schedule anew: its next call is one period away. */
  resume(): void {
    this.#isSuspended = false;
    for (const rule of this.#rules.values()) this.#schedule(rule);
  }

  #schedule(rule: Scheduled): void {
    clearInterval(rule.timer);
    rule.timer = undefined;
    const { name, state, scheduleExpression } = rule.definition;
    if (this.#isSuspended || state !== "ENABLED") return;
    rule.timer = setInterval(() => void this.fire(name), millisecondsOf(scheduleExpression)).unref();
  }

  async #call(rule: Rule, { id, arn, input }: Target): Promise<void> {
    const invokedBy = { service: "events.amazonaws.com", sourceArn: rule.arn };
    const payload: unknown = input === undefined ? this.#event(rule) : JSON.parse(input);
    try {
      await this.#options.invoke({ functionArn: arn, payload, invokedBy });
    } catch (error) {
      this.#options.report(`rule ${rule.name} could not call its target ${id}: ${String(error)}`);
    }
  }

  #event(rule: Rule): unknown {
    return {
      version: "0",
      "detail-type": "Scheduled Event",
      source: "aws.events",
      account: accountId,
      time: new Date().toISOString(),
      region: this.#options.region,
      resources: [rule.arn],
      detail: {},
    };
  }

  #describe({ definition, targets }: Scheduled): Rule {
    const arn = `arn:aws:events:${this.#options.region}:${accountId}:rule/${definition.name}`;
    return { ...definition, arn, targets: [...targets.values()] };
  }
}
