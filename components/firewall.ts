import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { alarm } from "./internal/alarm.ts";
import { type FirewallRules, rateRuleName, rulesOf } from "./internal/firewall-rules.ts";
import { guard, oneOf, rule, wholeNumber } from "./internal/guard.ts";
import { logRetentionSteps } from "./lambda-function.ts";

/** What a {@link Firewall} stands before. */
export enum FirewallScope {
  /** REST APIs and user pools of its region. */
  Regional = "REGIONAL",
  /** CloudFront. Such a firewall is made in us-east-1. */
  CloudFront = "CLOUDFRONT",
}

/** Arguments of {@link Firewall}. Limits: https://docs.aws.amazon.com/waf/latest/developerguide/limits.html */
export interface FirewallArgs {
  /** AWS region; us-east-1 for CloudFront. */
  region: string;
  /** What it stands before. @default FirewallScope.Regional */
  scope?: FirewallScope;
  /** ARNs of what it protects, such as {@link RestApi.stageArn}; for CloudFront none, as a distribution names its firewall. @default none */
  protects?: pulumi.Input<string>[];
  /** Most requests of one address in five minutes, 10 to 2,000,000,000; further ones are answered 429. @default 2000 */
  requestsPerFiveMinutes?: number;
  /** Largest body, in KiB: 8, 16, 32, 48 or 64; larger ones are answered 413. AWS charges more for requests that it looks into beyond 16. @default 64 */
  maximumBodyKibibytes?: number;
  /** Whether AWS tells bots from people, which costs more. @default false */
  botControl?: boolean;
  /** What the `type` of a problem begins with in its own answers. @default "urn:problem:" */
  problemTypePrefix?: string;
  /** Days that its log is kept: one of CloudWatch's steps. @default 30 */
  logRetentionDays?: number;
  /** ARN of the KMS key that its log is encrypted with, which CloudWatch Logs must be allowed to use. @default AWS's own */
  logKeyArn?: pulumi.Input<string>;
  /** Refused requests in five minutes above which an alarm rings, 0 or more. @default 1000 */
  blockedAlarm?: number;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/**
 * A WAFv2 web ACL: AWS's managed rules against common attacks, known bad inputs, addresses of ill repute and SQL injection; a
 * limit for each address, and for bodies; a log of what it refused, without tokens and cookies; and an alarm.
 *
 * @example
 * new Firewall("api", { region: "eu-west-1", protects: [api.stageArn] });
 *
 * @throws InvalidArguments if an argument is out of its range, or does not go with the scope
 */
export class Firewall extends pulumi.ComponentResource {
  /** Its ARN, which a CloudFront distribution names. */
  readonly arn: pulumi.Output<string>;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, scope = FirewallScope.Regional, protects = [], alarmActions, logKeyArn } = args;
    const { requestsPerFiveMinutes = 2000, maximumBodyKibibytes = 64, botControl = false } = args;
    const { problemTypePrefix = "urn:problem:", logRetentionDays = 30, blockedAlarm = 1000 } = args;
    const isGlobal = scope === FirewallScope.CloudFront;
    guard("Firewall", name, [
      rule(isGlobal && region !== "us-east-1", `region is ${region}, and must be us-east-1 with the scope ${scope}`),
      rule(
        isGlobal && protects.length > 0,
        `protects must be empty with the scope ${scope}: the distribution names it`,
      ),
      wholeNumber("requestsPerFiveMinutes", requestsPerFiveMinutes, 10, 2_000_000_000),
      oneOf("maximumBodyKibibytes", maximumBodyKibibytes, [8, 16, 32, 48, 64]),
      oneOf("logRetentionDays", logRetentionDays, logRetentionSteps),
      wholeNumber("blockedAlarm", blockedAlarm, 0, 1_000_000_000),
    ]);
    super("berth:index:Firewall", name, {}, opts);
    const child = { parent: this };

    const metricName = `${pulumi.getStack()}-${name}`; // what an account holds twice must not be counted together
    const settings: FirewallRules = { requestsPerFiveMinutes, maximumBodyKibibytes, botControl, problemTypePrefix };
    const acl = new aws.wafv2.WebAcl(
      name,
      {
        region,
        scope,
        description: `What ${name} lets through`,
        defaultAction: { allow: {} },
        ...rulesOf(settings, isGlobal),
        visibilityConfig: { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false },
      },
      child,
    );
    protects.forEach((resourceArn, index) => {
      new aws.wafv2.WebAclAssociation(`${name}-${index}`, { region, webAclArn: acl.arn, resourceArn }, child);
    });
    const log = new aws.cloudwatch.LogGroup(
      name,
      // AWS takes no other names for a firewall's log.
      { region, namePrefix: `aws-waf-logs-${name}-`, retentionInDays: logRetentionDays, kmsKeyId: logKeyArn },
      child,
    );
    new aws.wafv2.WebAclLoggingConfiguration(
      name,
      {
        region,
        resourceArn: acl.arn,
        logDestinationConfigs: [log.arn],
        redactedFields: ["authorization", "cookie"].map((header) => ({ singleHeader: { name: header } })),
        loggingFilter: {
          defaultBehavior: "DROP",
          filters: [
            {
              behavior: "KEEP",
              requirement: "MEETS_ANY",
              conditions: [{ actionCondition: { action: "BLOCK" } }, { actionCondition: { action: "COUNT" } }],
            },
          ],
        },
      },
      child,
    );

    this.arn = acl.arn;
    const dimensions = { WebACL: metricName, ...(isGlobal ? {} : { Region: region }) };
    const watch = { namespace: "AWS/WAFV2", metric: "BlockedRequests", statistic: "Sum", periodSeconds: 300 };
    const owner = { ...child, region, actions: alarmActions };
    this.alarms = [
      alarm(
        `${name}-blocked`,
        {
          ...watch,
          dimensions: { ...dimensions, Rule: "ALL" },
          description: `${name} refuses more than ${blockedAlarm} requests in five minutes: an attack, or a rule that meets customers. Read its log.`,
          above: blockedAlarm,
        },
        owner,
      ).arn,
      alarm(
        `${name}-flood`,
        {
          ...watch,
          dimensions: { ...dimensions, Rule: rateRuleName },
          description: `An address sends ${name} more than ${requestsPerFiveMinutes} requests in five minutes, again and again: see which in its log.`,
          above: requestsPerFiveMinutes,
        },
        owner,
      ).arn,
    ];
    this.registerOutputs({ arn: this.arn });
  }
}
