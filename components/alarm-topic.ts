import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guard, rule } from "./internal/guard.ts";
import { tlsOnly } from "./permission.ts";

/** Arguments of {@link AlarmTopic}. */
export interface AlarmTopicArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** ARN of the KMS key that its messages are encrypted with, which CloudWatch must be allowed to use. @default none */
  keyArn?: pulumi.Input<string>;
  /** Addresses that get every alarm by mail, once they have confirmed AWS's question. @default none */
  emails?: string[];
}

/**
 * The SNS topic that the alarms of a region are sent to. CloudWatch of this account may publish to it, over TLS only;
 * nobody else may. Its messages name metrics and thresholds, never customers.
 *
 * @example
 * const alarms = new AlarmTopic("alarms", { keyArn: key.arn, emails: ["oncall@example.com"] });
 * new Queue("bookings", { alarmActions: [alarms.arn] });
 *
 * @throws InvalidArguments if an address is no address
 */
export class AlarmTopic extends pulumi.ComponentResource {
  /** Its ARN, for `alarmActions`. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AlarmTopicArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { region, keyArn, emails = [] } = args;
    guard(
      "AlarmTopic",
      name,
      emails.map((email) => rule(!/^[^@\s]+@[^@\s]+$/.test(email), `emails holds "${email}", and must hold addresses`)),
    );
    super("berth:index:AlarmTopic", name, {}, opts);
    const child = { parent: this };

    const topic = new aws.sns.Topic(name, { region, kmsMasterKeyId: keyArn }, child);
    const policy = pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AlarmsOfThisAccount",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topic.arn,
          Condition: { StringEquals: { "aws:SourceAccount": topic.owner } },
        },
        tlsOnly("sns:Publish", topic.arn),
      ],
    });
    new aws.sns.TopicPolicy(name, { region, arn: topic.arn, policy }, child);
    for (const endpoint of emails) {
      new aws.sns.TopicSubscription(
        `${name}-${endpoint}`,
        { region, topic: topic.arn, protocol: "email", endpoint },
        child,
      );
    }
    this.arn = topic.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
