import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { type Buses, defaultBus } from "./buses.ts";
import type { BusEvent } from "./event.ts";
import { type EventPattern, eventPattern } from "./pattern/event-pattern.ts";
import type { Rule, RuleDefinition, Target } from "./rule.ts";
import { checkTarget } from "./check-target.ts";
import type { Deliverers } from "./deliverer.ts";
import { millisecondsOf } from "./schedule.ts";

/** Quota of EventBridge: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const mostTargets = 5;

interface Stored {
  definition: RuleDefinition & { busName: string };
  wants: EventPattern;
  readonly targets: Map<string, Target>;
  timer: NodeJS.Timeout | undefined;
}

interface RulesOptions {
  readonly region: string;
  readonly buses: Buses;
  readonly deliverers: Deliverers;
  /** Called when a rule's schedule says so. */
  readonly onSchedule: (rule: Rule) => void;
}

/** The rules of a region's buses. Left out: cron expressions. */
export class Rules {
  readonly #options: RulesOptions;
  readonly #rules = new Map<string, Stored>();
  #isSuspended = false;

  constructor(options: RulesOptions) {
    this.#options = options;
  }

  /**
   * Makes a rule, or changes the one of that name on that bus, whose targets stay. The first call of a schedule is one
   * period away.
   *
   * @throws AwsError ResourceNotFoundException for a bus that is not there; ValidationException; InvalidEventPatternException
   * @throws InvalidSchedule if the expression is not a rate
   */
  put(definition: RuleDefinition): Rule {
    const { name, busName = defaultBus, eventPattern: pattern, scheduleExpression: schedule } = definition;
    this.#options.buses.get(busName);
    const problem = problemOf(name, busName, pattern, schedule);
    if (problem !== undefined) throw new AwsError("ValidationException", `rule ${name}: ${problem}`);
    if (schedule !== undefined) millisecondsOf(schedule);
    const wants = pattern === undefined ? () => false : eventPattern(pattern);
    const key = keyOf(busName, name);
    const targets = this.#rules.get(key)?.targets ?? new Map<string, Target>();
    clearInterval(this.#rules.get(key)?.timer);
    const rule: Stored = { definition: { ...definition, busName }, wants, targets, timer: undefined };
    this.#rules.set(key, rule);
    this.#schedule(rule);
    return this.#describe(rule);
  }

  /** The rule of that name, or undefined. */
  find(name: string, busName = defaultBus): Rule | undefined {
    const rule = this.#rules.get(keyOf(busName, name));
    return rule && this.#describe(rule);
  }

  /** Removes a rule with its targets; does nothing if it is gone. */
  delete(name: string, busName = defaultBus): void {
    clearInterval(this.#rules.get(keyOf(busName, name))?.timer);
    this.#rules.delete(keyOf(busName, name));
  }

  /** @throws AwsError ResourceNotFoundException; LimitExceededException past five targets; ValidationException */
  putTarget(ruleName: string, target: Target, busName = defaultBus): void {
    const rule = this.#rules.get(keyOf(busName, ruleName));
    if (rule === undefined) {
      throw new AwsError("ResourceNotFoundException", `Rule ${ruleName} does not exist on EventBus ${busName}.`);
    }
    checkTarget(target, this.#options);
    if (!rule.targets.has(target.id) && rule.targets.size >= mostTargets) {
      throw new AwsError("LimitExceededException", `rule ${ruleName} has ${mostTargets} targets, and may have no more`);
    }
    rule.targets.set(target.id, target);
  }

  /** Removes a target; does nothing if it is gone. */
  deleteTarget(ruleName: string, targetId: string, busName = defaultBus): void {
    this.#rules.get(keyOf(busName, ruleName))?.targets.delete(targetId);
  }

  /** The enabled rules of the bus that want the event. */
  matching(busName: string, event: BusEvent): Rule[] {
    return [...this.#rules.values()]
      .filter(({ definition: { busName: own, state } }) => own === busName && state === "ENABLED")
      .filter(({ wants }) => wants(event))
      .map((rule) => this.#describe(rule));
  }

  /** Whether the bus has any rule. */
  has(busName: string): boolean {
    return [...this.#rules.values()].some(({ definition }) => definition.busName === busName);
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

  #schedule(rule: Stored): void {
    clearInterval(rule.timer);
    rule.timer = undefined;
    const { state, scheduleExpression } = rule.definition;
    if (this.#isSuspended || state !== "ENABLED" || scheduleExpression === undefined) return;
    rule.timer = setInterval(() => {
      this.#options.onSchedule(this.#describe(rule));
    }, millisecondsOf(scheduleExpression)).unref();
  }

  #describe({ definition, targets }: Stored): Rule {
    const { name, busName } = definition;
    const path = busName === defaultBus ? name : `${busName}/${name}`;
    const arn = `arn:aws:events:${this.#options.region}:${accountId}:rule/${path}`;
    return { ...definition, arn, targets: [...targets.values()] };
  }
}

function problemOf(name: string, busName: string, pattern?: string, schedule?: string): string | undefined {
  if (!/^[\w.-]{1,64}$/.test(name)) return "a name has 1 to 64 letters, digits, ., - or _";
  if (pattern === undefined && schedule === undefined) return "eventPattern or scheduleExpression must be set";
  if (schedule === undefined || busName === defaultBus) return undefined;
  return `scheduleExpression is set, and is for rules of the bus ${defaultBus} only`;
}

function keyOf(busName: string, name: string): string {
  return `${busName}/${name}`;
}
