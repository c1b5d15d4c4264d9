import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { callAsynchronously } from "./internal/asynchronous.ts";
import { deadLetters } from "./internal/dead-letters.ts";
import { guard, rule, wholeNumber } from "./internal/guard.ts";
import { isJson } from "./internal/json.ts";
import type { LambdaFunction } from "./lambda-function.ts";

/** Arguments of {@link Schedule}. Limits: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
export interface ScheduleArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** The function that is called, by its `live` alias. It has one schedule or {@link EventRule} at most. */
  function: LambdaFunction;
  /** Minutes from one call to the next, 1 to 525,600. */
  everyMinutes: number;
  /** What the function is called with, as JSON. */
  event: string;
  /** What it is for, for people. */
  description: string;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/**
 * Calls a function at a rate. A call that fails is repeated until the next is due; one that fails for good goes to a
 * dead-letter queue with an alarm.
 *
 * @example
 * new Schedule("heartbeat", { function: settle, everyMinutes: 1, event: '{"heartbeat":true}', description: "..." });
 *
 * @throws InvalidArguments if `everyMinutes` is out of its range, or `event` is not JSON
 */
export class Schedule extends pulumi.ComponentResource {
  /** URL of the dead-letter queue. */
  readonly deadLetterUrl: pulumi.Output<string>;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: ScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, function: called, everyMinutes, event, description, alarmActions } = args;
    guard("Schedule", name, [
      wholeNumber("everyMinutes", everyMinutes, 1, 525_600),
      rule(!isJson(event), `event is ${event}, and must be JSON`),
    ]);
    super("berth:index:Schedule", name, {}, opts);
    const child = { parent: this };

    const rate = everyMinutes === 1 ? "rate(1 minute)" : `rate(${everyMinutes} minutes)`;
    const schedule = new aws.cloudwatch.EventRule(name, { region, description, scheduleExpression: rate }, child);
    const failed = deadLetters(
      `${name}-dead-letters`,
      {
        description: `Calls of the schedule ${name} failed: read the function's log.`,
        sender: { service: "events.amazonaws.com", sourceArn: schedule.arn },
      },
      { ...child, region, actions: alarmActions },
    );
    const repetition = {
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: Math.max(60, Math.min(everyMinutes * 60, 21_600)),
    };
    callAsynchronously(
      name,
      { called, ruleArn: schedule.arn, deadLetters: failed.queue, repetition },
      { region, ...child },
    );
    new aws.cloudwatch.EventTarget(
      name,
      {
        region,
        rule: schedule.name,
        arn: called.liveArn,
        input: event,
        retryPolicy: repetition,
        deadLetterConfig: { arn: failed.queue.arn },
      },
      child,
    );

    this.deadLetterUrl = failed.queue.url;
    this.alarms = [failed.alarm.arn];
    this.registerOutputs({ deadLetterUrl: this.deadLetterUrl });
  }
}
