import * as pulumi from "@pulumi/pulumi";
import type { EventRule } from "./event-rule.ts";
import { alarm } from "./internal/alarm.ts";
import { guard, rule } from "./internal/guard.ts";
import { emailProblems, topic } from "./internal/topic.ts";
import type { Permission } from "./permission.ts";

/** An AWS service that may publish to a {@link Topic}. */
export interface TopicPublisher {
  /** Such as `cloudwatch.amazonaws.com`. */
  service: string;
  /** ARN of the one resource on whose behalf it may. @default any of this account */
  sourceArn?: pulumi.Input<string>;
}

/** Arguments of {@link Topic}. */
export interface TopicArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** ARN of the KMS key that its messages are encrypted with, which its publishers must be allowed to use. @default none */
  keyArn?: pulumi.Input<string>;
  /** Services that may publish. Functions take {@link Topic.publish}. @default none */
  publishers?: TopicPublisher[];
  /** Rules whose events are published. With a key, {@link EncryptionKey} must be one with `events`. @default none */
  eventRules?: EventRule[];
  /** Addresses that get every message by mail, once they have confirmed AWS's question. @default none */
  emails?: string[];
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/**
 * An SNS topic that answers over TLS only, with an alarm on messages that do not arrive.
 *
 * @example
 * const notices = new Topic("notices", { keyArn: key.arn, emails: ["support@example.com"] });
 * new LambdaFunction("notify", { ..., permissions: [notices.publish] });
 *
 * @throws InvalidArguments if a publisher is no AWS service, or an address no address
 */
export class Topic extends pulumi.ComponentResource {
  /** Its ARN. */
  readonly arn: pulumi.Output<string>;
  /** Lets a function publish, and use the key for it. */
  readonly publish: Permission;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: TopicArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { region, keyArn, publishers = [], eventRules = [], emails = [], alarmActions } = args;
    guard("Topic", name, [
      ...publishers.map(({ service }) =>
        rule(
          !/^[a-z0-9.-]+\.amazonaws\.com$/.test(service),
          `publishers holds "${service}", and must hold services such as cloudwatch.amazonaws.com`,
        ),
      ),
      ...emailProblems(emails),
    ]);
    super("berth:index:Topic", name, {}, opts);
    const child = { parent: this };

    const services = [
      ...publishers,
      ...eventRules.map(({ arn: sourceArn }) => ({ service: "events.amazonaws.com", sourceArn })),
    ].map((publisher, index) => ({ sid: `Publisher${index}`, ...publisher }));
    const made = topic(name, { keyArn, publishers: services, emails }, { region, ...child });
    for (const eventRule of eventRules) eventRule.deliverTo(made.arn, { ...child, name });

    this.arn = made.arn;
    // Neither service knows the other's resources: listing both allows each action where it has a meaning.
    this.publish =
      keyArn === undefined
        ? { actions: ["sns:Publish"], resources: [made.arn] }
        : { actions: ["sns:Publish", "kms:Decrypt", "kms:GenerateDataKey"], resources: [made.arn, keyArn] };
    this.alarms = [
      alarm(
        `${name}-failed`,
        {
          description: `Messages of the topic ${name} do not arrive: look at its subscriptions.`,
          namespace: "AWS/SNS",
          metric: "NumberOfNotificationsFailed",
          dimensions: { TopicName: made.name },
          statistic: "Sum",
          above: 0,
        },
        { ...child, region, actions: alarmActions },
      ).arn,
    ];
    this.registerOutputs({ arn: this.arn });
  }
}
