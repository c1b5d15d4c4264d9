import * as aws from "@pulumi/aws";
import { record } from "../framework/document.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { integer } from "../framework/settings.ts";
import { dependsOn } from "../framework/stack.ts";
import { isSet, known, someIs } from "../framework/unknown.ts";

export const logRetention = resourceRule(
  {
    name: "log-retention",
    level: "mandatory",
    dev: "remediate",
    what: "A log group keeps its lines for a bounded time",
    why: "A log without an end is paid for ever, and holds what should long be forgotten.",
    controls: ["Security Hub CloudWatch.16", "cdk-nag Serverless-CloudWatchLogGroupRetentionPeriod", "CKV_AWS_66"],
    settings: {
      minimumDays: integer("Fewest days", 1, { minimum: 1 }),
      maximumDays: integer("Most days", 731, { minimum: 1 }),
      days: integer("Days that a remediation sets: one of CloudWatch's steps", 30, { minimum: 1 }),
    },
  },
  on(
    aws.cloudwatch.LogGroup,
    ({ retentionInDays: found = 0 }, { settings: { minimumDays, maximumDays }, report }) => {
      if (found >= minimumDays && found <= maximumDays && found > 0) return;
      report(
        `retentionInDays is ${found === 0 ? "not set: the log never ends" : found}. Set ${minimumDays} to ${maximumDays} days.`,
      );
    },
    (group, { minimumDays, maximumDays, days }) => {
      const found = group.retentionInDays ?? 0;
      if (found > 0 && found >= minimumDays && found <= maximumDays) return false;
      group.retentionInDays = days;
      return true;
    },
  ),
);

export const logEncryption = resourceRule(
  {
    name: "log-encryption",
    level: "mandatory",
    dev: "advisory",
    what: "A log group is encrypted with a key of the account",
    why: "Who may read the log is then decided by the key too, and the key's use is recorded.",
    controls: ["cdk-nag CloudWatchLogGroupEncrypted", "CKV_AWS_158"],
  },
  on(aws.cloudwatch.LogGroup, (group, { report }) => {
    if (isSet(group, "kmsKeyId")) return;
    report("kmsKeyId is not set: name a KMS key that logs.<region>.amazonaws.com may use.");
  }),
);

export const restAccessLogs = resourceRule(
  {
    name: "rest-access-logs",
    level: "mandatory",
    what: "A stage of a REST API logs every request",
    why: "Without the log nobody can say who called, when, and what was answered.",
    controls: ["cdk-nag AwsSolutions-APIG1", "cdk-nag Serverless-APIGWAccessLogging", "CKV_AWS_76"],
  },
  on(aws.apigateway.Stage, ({ accessLogSettings }, { report }) => {
    if (isSet(accessLogSettings, "destinationArn")) return;
    report("accessLogSettings.destinationArn is not set: name a log group or a Firehose stream, and a format in JSON.");
  }),
);

export const httpAccessLogs = resourceRule(
  {
    name: "http-access-logs",
    level: "mandatory",
    what: "A stage of an HTTP or WebSocket API logs every request",
    why: "Without the log nobody can say who called, when, and what was answered.",
    controls: ["FSBP APIGateway.9", "cdk-nag AwsSolutions-APIG1", "CKV_AWS_76"],
  },
  on(aws.apigatewayv2.Stage, ({ accessLogSettings }, { report }) => {
    if (isSet(accessLogSettings, "destinationArn")) return;
    report("accessLogSettings.destinationArn is not set: name a log group, and a format in JSON.");
  }),
);

export const methodExecutionLogs = resourceRule(
  {
    name: "method-execution-logs",
    level: "mandatory",
    what: "A REST API logs its own errors, for all methods",
    why: "What API Gateway refuses or cannot reach is in no function's log.",
    controls: ["FSBP APIGateway.1", "cdk-nag AwsSolutions-APIG6", "CKV2_AWS_4"],
  },
  on(aws.apigateway.MethodSettings, ({ methodPath, settings: { loggingLevel = "OFF" } }, { report }) => {
    if (methodPath !== "*/*" || loggingLevel === "ERROR" || loggingLevel === "INFO") return;
    report(`settings.loggingLevel is "${loggingLevel}": set it to "ERROR" or "INFO".`);
  }),
);

export const methodDataTrace = resourceRule(
  {
    name: "method-data-trace",
    level: "mandatory",
    what: "A REST API writes no bodies and tokens into its log",
    why: "Whoever may read the log could use the tokens, and the log holds what customers typed.",
    controls: ["CKV_AWS_276"],
  },
  on(aws.apigateway.MethodSettings, ({ settings: { dataTraceEnabled } }, { report }) => {
    if (dataTraceEnabled === true) report("settings.dataTraceEnabled is true: set it to false.");
  }),
);

export const distributionAccessLogs = stackRule(
  {
    name: "distribution-access-logs",
    level: "mandatory",
    dev: "disabled",
    what: "A distribution logs every request",
    why: "What the cache answers is in no other log.",
    controls: ["FSBP CloudFront.5", "cdk-nag AwsSolutions-CFR3", "CKV_AWS_86"],
  },
  each(aws.cloudfront.Distribution, (distribution, { stack, report }) => {
    if (isSet(distribution.props.loggingConfig, "bucket")) return;
    if (stack.referring(aws.cloudwatch.LogDeliverySource, "resourceArn", distribution).length > 0) return;
    report("no aws.cloudwatch.LogDeliverySource belongs to it, and loggingConfig.bucket is not set: add one of them.");
  }),
);

export const functionLogGroup = stackRule(
  {
    name: "function-log-group",
    level: "mandatory",
    what: "A function writes to a log group that its stack declares",
    why: "Lambda makes the group that it misses: without retention, without a key, and left behind when the stack goes.",
    controls: [],
  },
  each(aws.lambda.Function, (lambda, { stack, report }) => {
    if (stack.referredBy(lambda, "loggingConfig", aws.cloudwatch.LogGroup).length > 0) return;
    const groups = stack.all(aws.cloudwatch.LogGroup);
    // Absent from the outputs of a provider that does not fill in defaults, whatever the type says.
    const own = known(() => record(lambda.props.loggingConfig).logGroup);
    const name = typeof own === "string" && own !== "" ? own : `/aws/lambda/${lambda.props.name}`;
    const declared =
      (name !== own && groups.some((group) => dependsOn(group, "name", lambda))) ||
      someIs(groups, (group) => group.props.name === name);
    if (declared) return;
    report(`no aws.cloudwatch.LogGroup has the name ${name}: add it, or name one in loggingConfig.logGroup.`);
  }),
);

export const stateMachineLogs = resourceRule(
  {
    name: "state-machine-logs",
    level: "mandatory",
    what: "A state machine logs its executions",
    why: "An express workflow leaves no other trace of what it did, and a standard one for 90 days only.",
    controls: ["FSBP StepFunctions.1", "cdk-nag AwsSolutions-SF1", "CKV_AWS_285"],
  },
  on(aws.sfn.StateMachine, ({ loggingConfiguration }, { report }) => {
    const level = loggingConfiguration?.level ?? "OFF";
    if (level === "OFF") report('loggingConfiguration.level is "OFF": set it to "ALL" or "ERROR".');
  }),
);

export const webAclLogs = stackRule(
  {
    name: "web-acl-logs",
    level: "advisory",
    what: "A firewall logs the requests that it judges",
    why: "Without the log nobody can tell an attack from a customer who was refused wrongly.",
    controls: ["Security Hub WAF.11", "cdk-nag WAFv2LoggingEnabled", "CKV2_AWS_31"],
  },
  each(aws.wafv2.WebAcl, (acl, { stack, report }) => {
    if (stack.referring(aws.wafv2.WebAclLoggingConfiguration, "resourceArn", acl).length > 0) return;
    report("no aws.wafv2.WebAclLoggingConfiguration belongs to it: add one.");
  }),
);
