import * as pulumi from "@pulumi/pulumi";
import { guard } from "./internal/guard.ts";
import { emailProblems, topic } from "./internal/topic.ts";

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
    guard("AlarmTopic", name, emailProblems(emails));
    super("berth:index:AlarmTopic", name, {}, opts);

    const publishers = [{ sid: "AlarmsOfThisAccount", service: "cloudwatch.amazonaws.com" }];
    this.arn = topic(name, { keyArn, publishers, emails }, { region, parent: this }).arn;
    this.registerOutputs({ arn: this.arn });
  }
}
