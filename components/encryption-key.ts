import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { guard, rule, wholeNumber } from "./internal/guard.ts";

/** Arguments of {@link EncryptionKey}. Limits: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export interface EncryptionKeyArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** What operators find it by, without `alias/`: 1 to 250 letters, digits, `/`, `_` and `-`; not `aws/…`, which is AWS's. */
  aliasName: string;
  /** Whether event buses of this account may use it, and their rules for topics that are encrypted with it. @default false */
  events?: boolean;
  /** Days between its deletion and the end of all that it encrypted, 7 to 30, in which it can be brought back. @default 30 */
  deletionWindowDays?: number;
}

/**
 * The KMS key of a region for what lies at rest in its logs, its alarm topic and its buckets, rotated every year. CloudWatch Logs
 * may use it for log groups of this account and region, CloudWatch to send alarms of this account, with `events` EventBridge for
 * its buses and what it publishes, and nobody else may unless IAM of the account says so: S3 and Firehose use it with the rights
 * of the roles that read and write (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html,
 * https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic.html).
 *
 * @example
 * const key = new EncryptionKey("key", { aliasName: "shop-prod" });
 * new AlarmTopic("alarms", { keyArn: key.arn });
 * new LambdaFunction("claim", { ..., logKeyArn: key.arn });
 *
 * @throws InvalidArguments if an argument is out of its range
 */
export class EncryptionKey extends pulumi.ComponentResource {
  /** Its ARN, for `keyArn` and `logKeyArn`. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: EncryptionKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, aliasName, events = false, deletionWindowDays = 30 } = args;
    guard("EncryptionKey", name, [
      rule(
        !/^(?!aws\/)[\w/-]{1,250}$/.test(aliasName),
        `aliasName is "${aliasName}", and must be 1 to 250 letters, digits, /, _ and -, and not begin with aws/`,
      ),
      wholeNumber("deletionWindowDays", deletionWindowDays, 7, 30),
    ]);
    super("berth:index:EncryptionKey", name, {}, opts);
    const child = { parent: this };

    const { accountId } = aws.getCallerIdentityOutput({}, child);
    const home = region ?? aws.getRegionOutput({}, child).region;
    const key = new aws.kms.Key(
      name,
      {
        region,
        description: `Logs, alarms and buckets of ${aliasName}`,
        enableKeyRotation: true,
        deletionWindowInDays: deletionWindowDays,
        policy: keyPolicy(accountId, home, events),
      },
      child,
    );
    new aws.kms.Alias(name, { region, name: `alias/${aliasName}`, targetKeyId: key.keyId }, child);
    this.arn = key.arn;
    this.registerOutputs({ arn: this.arn });
  }
}

/** Who may use the key. In the policy of a key, `*` is the key itself. */
function keyPolicy(
  account: pulumi.Input<string>,
  region: pulumi.Input<string>,
  events: boolean,
): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AdministeredByTheAccount", // without it nobody could ever change the policy again
        Effect: "Allow",
        Principal: { AWS: pulumi.interpolate`arn:aws:iam::${account}:root` },
        Action: "kms:*",
        Resource: "*",
      },
      {
        Sid: "LogGroupsOfThisRegion",
        Effect: "Allow",
        Principal: { Service: pulumi.interpolate`logs.${region}.amazonaws.com` },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": pulumi.interpolate`arn:aws:logs:${region}:${account}:log-group:*`,
          },
        },
      },
      {
        Sid: "AlarmsOfThisAccount", // SNS encrypts a message with the rights of who publishes it
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": account } },
      },
      ...(events ? [eventBuses(account), eventRules] : []),
    ],
  });
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html */
const eventBuses = (account: pulumi.Input<string>) => ({
  Sid: "EventBusesOfThisAccount",
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
  Resource: "*",
  Condition: { StringEquals: { "aws:SourceAccount": account } },
});

/** Without a condition: https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html says that none is supported here. */
const eventRules = {
  Sid: "EventsToEncryptedTopics",
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
  Resource: "*",
};
