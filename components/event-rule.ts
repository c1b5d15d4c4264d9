import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { EventBus } from "./event-bus.ts";
import { alarm } from "./internal/alarm.ts";
import { callAsynchronously } from "./internal/asynchronous.ts";
import { deadLetters } from "./internal/dead-letters.ts";
import { guard, rule, wholeNumber } from "./internal/guard.ts";
import { isJsonObject } from "./internal/json.ts";
import type { LambdaFunction } from "./lambda-function.ts";

/** Arguments of {@link EventRule}. Limits: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export interface EventRuleArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** The bus whose events it looks at. */
  bus: EventBus;
  /** Which events it wants: a pattern, as JSON (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html). */
  eventPattern: string;
  /** What it is for, for people. */
  description: string;
  /** A function that is called with each event, by its `live` alias. It has one rule or {@link Schedule} at most. @default none */
  function?: LambdaFunction;
  /** How often a delivery that failed is tried again, 0 to 185; Lambda runs a function that fails twice more at most. @default 185 */
  maxRetries?: number;
  /** How old an event may be for another try, in seconds, 60 to 86,400; for runs of a function up to 21,600. @default 86400 */
  maxAgeSeconds?: number;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/**
 * A rule of an {@link EventBus}: sends the events that it wants to a function, and to every {@link Queue} and {@link Topic} that
 * names it in its `eventRules`, five in all. Each lets exactly this rule in. What cannot be delivered goes to a
 * dead-letter queue with an alarm; another alarm rings if even that fails.
 *
 * @example
 * const rule = new EventRule("confirmed", {
 *   bus,
 *   eventPattern: JSON.stringify({ "detail-type": ["BookingConfirmed"] }),
 *   description: "Confirmed bookings, for the mails to customers",
 * });
 * new Queue("mail", { consumer: { function: mail }, eventRules: [rule] });
 *
 * @throws InvalidArguments if an argument is out of its range, or `eventPattern` is not a JSON object
 */
export class EventRule extends pulumi.ComponentResource {
  /** Its ARN, which policies of its targets name. */
  readonly arn: pulumi.Output<string>;
  /** URL of the dead-letter queue. */
  readonly deadLetterUrl: pulumi.Output<string>;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];
  readonly #name: string;
  readonly #target: Omit<aws.cloudwatch.EventTargetArgs, "arn">;

  constructor(name: string, args: EventRuleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, bus, eventPattern, description, function: called, alarmActions } = args;
    const { maxRetries = 185, maxAgeSeconds = 86_400 } = args;
    guard("EventRule", name, [
      rule(!isJsonObject(eventPattern), `eventPattern is ${eventPattern}, and must be a JSON object`),
      wholeNumber("maxRetries", maxRetries, 0, 185),
      wholeNumber("maxAgeSeconds", maxAgeSeconds, 60, 86_400),
    ]);
    super("berth:index:EventRule", name, {}, opts);
    const child = { parent: this };
    const owner = { ...child, region, actions: alarmActions };

    const eventBusName = bus.busName;
    const made = new aws.cloudwatch.EventRule(name, { region, eventBusName, description, eventPattern }, child);
    const failed = deadLetters(
      `${name}-dead-letters`,
      {
        description: `Events of the rule ${name} could not be delivered: read ERROR_MESSAGE of the messages there.`,
        sender: { service: "events.amazonaws.com", sourceArn: made.arn },
      },
      owner,
    );
    this.arn = made.arn;
    this.deadLetterUrl = failed.queue.url;
    this.#name = name;
    this.#target = {
      ...{ region, eventBusName, rule: made.name },
      retryPolicy: { maximumRetryAttempts: maxRetries, maximumEventAgeInSeconds: maxAgeSeconds },
      deadLetterConfig: { arn: failed.queue.arn },
    };
    if (called) {
      const repetition = {
        maximumRetryAttempts: Math.min(maxRetries, 2),
        maximumEventAgeInSeconds: Math.min(maxAgeSeconds, 21_600),
      };
      callAsynchronously(name, { called, ruleArn: made.arn, deadLetters: failed.queue, repetition }, owner);
      new aws.cloudwatch.EventTarget(name, { ...this.#target, arn: called.liveArn }, child);
    }

    this.alarms = [
      failed.alarm.arn,
      alarm(
        `${name}-lost`,
        {
          description: `Events of the rule ${name} are lost: neither its target nor its dead-letter queue takes them.`,
          namespace: "AWS/Events",
          metric: "InvocationsFailedToBeSentToDlq",
          dimensions: { EventBusName: eventBusName, RuleName: made.name },
          statistic: "Sum",
          above: 0,
        },
        owner,
      ).arn,
    ];
    this.registerOutputs({ arn: this.arn, deadLetterUrl: this.deadLetterUrl });
  }

  /**
   * For components: sends the events to the resource of `arn`, whose policy the component has to open to this rule, or for
   * which it gives a role that may write to it.
   */
  deliverTo(
    arn: pulumi.Input<string>,
    receiver: { name: string; parent: pulumi.Resource; roleArn?: pulumi.Input<string> },
  ): void {
    const { name, parent, roleArn } = receiver;
    new aws.cloudwatch.EventTarget(`${name}-${this.#name}`, { ...this.#target, arn, roleArn }, { parent });
  }
}
