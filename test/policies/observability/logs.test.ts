import * as aws from "@pulumi/aws";
import * as logs from "../../../policies/observability/logs.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { lambda } from "../sound/compute.ts";
import { distribution, webAcl } from "../sound/edge.ts";
import { logGroup } from "../sound/operations.ts";
import { unknown } from "../violations.ts";

itIsAResourceRule(logs.logRetention, {
  type: "aws:cloudwatch/logGroup:LogGroup",
  holds: [[{ retentionInDays: 1 }], [{ retentionInDays: 3653 }, { maximumDays: 3653 }]],
  breaks: [
    [{ retentionInDays: undefined }, ["retentionInDays is not set: the log never ends. Set 1 to 731 days."]],
    [{ retentionInDays: 3653 }, ["retentionInDays is 3653. Set 1 to 731 days."]],
    [{ retentionInDays: 30 }, ["retentionInDays is 30. Set 365 to 731 days."], { minimumDays: 365 }],
  ],
  unknown: [[{ retentionInDays: unknown }, "unjudged"]],
});

itIsAResourceRule(logs.logEncryption, {
  type: "aws:cloudwatch/logGroup:LogGroup",
  breaks: [
    [{ kmsKeyId: "" }, ["kmsKeyId is not set: name a KMS key that logs.<region>.amazonaws.com may use."]],
    [{ kmsKeyId: undefined }, ["kmsKeyId is not set: name a KMS key that logs.<region>.amazonaws.com may use."]],
  ],
  unknown: [[{ kmsKeyId: unknown }, []]],
});

itIsAResourceRule(logs.restAccessLogs, {
  type: "aws:apigateway/stage:Stage",
  breaks: [
    [
      { accessLogSettings: { format: "{}" } },
      ["accessLogSettings.destinationArn is not set: name a log group or a Firehose stream, and a format in JSON."],
    ],
  ],
  unknown: [
    [{ accessLogSettings: { destinationArn: unknown, format: "{}" } }, []],
    [{ accessLogSettings: unknown }, "unjudged"],
  ],
});

itIsAResourceRule(logs.httpAccessLogs, {
  type: "aws:apigatewayv2/stage:Stage",
  breaks: [
    [
      { accessLogSettings: undefined },
      ["accessLogSettings.destinationArn is not set: name a log group, and a format in JSON."],
    ],
  ],
  unknown: [
    [{ accessLogSettings: { destinationArn: unknown, format: "{}" } }, []],
    [{ accessLogSettings: unknown }, "unjudged"],
  ],
});

const settings = "aws:apigateway/methodSettings:MethodSettings";

itIsAResourceRule(logs.methodExecutionLogs, {
  type: settings,
  holds: [[{ settings: { loggingLevel: "INFO" } }], [{ methodPath: "bookings/GET", settings: {} }]],
  breaks: [[{ settings: {} }, ['settings.loggingLevel is "OFF": set it to "ERROR" or "INFO".']]],
  unknown: [[{ settings: { loggingLevel: unknown } }, "unjudged"]],
});

itIsAResourceRule(logs.methodDataTrace, {
  type: settings,
  breaks: [
    [
      { methodPath: "bookings/GET", settings: { dataTraceEnabled: true } },
      ["settings.dataTraceEnabled is true: set it to false."],
    ],
  ],
  unknown: [[{ settings: { dataTraceEnabled: unknown } }, "unjudged"]],
});

const unkept =
  "no aws.cloudwatch.LogDeliverySource belongs to it, and loggingConfig.bucket is not set: add one of them.";

itIsAStackRule(logs.distributionAccessLogs, {
  holds: [
    [() => distribution("site")],
    [
      () => {
        const { arn: resourceArn } = distribution("site", { loggingConfig: undefined });
        new aws.cloudwatch.LogDeliverySource("site", { logType: "ACCESS_LOGS", resourceArn });
      },
    ],
  ],
  breaks: [
    [() => distribution("site", { loggingConfig: undefined }), [[unkept, "site"]]],
    [
      () => {
        const { arn: resourceArn } = distribution("site", { loggingConfig: undefined });
        new aws.cloudwatch.LogDeliverySource("site", { logType: "ACCESS_LOGS", resourceArn });
        distribution("other", { loggingConfig: {} });
      },
      [[unkept, "other"]],
    ],
  ],
  unknown: [
    [() => distribution("site"), []],
    [() => distribution("site", { loggingConfig: undefined }), [unkept]],
  ],
});

const undeclared = (name: string) =>
  `no aws.cloudwatch.LogGroup has the name ${name}: add it, or name one in loggingConfig.logGroup.`;

itIsAStackRule(logs.functionLogGroup, {
  holds: [
    [
      () => {
        logGroup("claim", { name: "/aws/lambda/claim" });
        lambda("claim", { name: "claim" }, ["log"]);
      },
    ],
    [
      () => {
        const { name } = lambda("claim", {}, ["log"]);
        logGroup("claim", { name: name.apply((of) => `/aws/lambda/${of}`) });
      },
    ],
  ],
  breaks: [
    [() => lambda("claim", {}, ["log"]), [[undeclared("/aws/lambda/claim-1a2b3c4"), "claim"]]],
    [
      () => lambda("claim", { loggingConfig: { logFormat: "JSON", logGroup: "elsewhere" } }),
      [[undeclared("elsewhere"), "claim"]],
    ],
  ],
  unknown: [
    [() => lambda("claim"), []],
    [() => lambda("claim", {}, ["log"]), [undeclared("/aws/lambda/claim-1a2b3c4")]],
    [
      () => {
        const { arn } = lambda("claim", {}, ["log"]); // known later
        new aws.cloudwatch.LogGroup("claim", { name: arn.apply((of) => `/aws/lambda/${of.split(":").at(-1) ?? ""}`) });
      },
      [],
    ],
    [
      () => {
        logGroup("other", { name: later("/aws/lambda/claim") });
        lambda("claim", { name: "claim" }, ["log"]);
      },
      "unjudged",
    ],
  ],
});

itIsAResourceRule(logs.stateMachineLogs, {
  type: "aws:sfn/stateMachine:StateMachine",
  holds: [[{ loggingConfiguration: { level: "ERROR" } }]],
  breaks: [
    [{ loggingConfiguration: { level: "OFF" } }, ['loggingConfiguration.level is "OFF": set it to "ALL" or "ERROR".']],
  ],
  unknown: [[{ loggingConfiguration: { level: unknown } }, "unjudged"]],
});

const unlogged = "no aws.wafv2.WebAclLoggingConfiguration belongs to it: add one.";

itIsAStackRule(logs.webAclLogs, {
  breaks: [[() => webAcl("site", {}, false), [[unlogged, "site"]]]],
  unknown: [
    [() => webAcl("site"), []],
    [() => webAcl("site", {}, false), [unlogged]],
  ],
});
