import * as aws from "@pulumi/aws";
import { missingAlarms, watched } from "../framework/alarms.ts";
import { isDeadLetterQueue } from "../framework/dead-letter.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { strings } from "../framework/settings.ts";

const metrics = (...names: string[]) => ({ metrics: strings("The metrics that need an alarm", names) });

export const alarmActions = resourceRule(
  {
    name: "alarm-actions",
    level: "mandatory",
    dev: "advisory",
    what: "An alarm does something when it rings",
    why: "An alarm without an action is a colour on a page that nobody looks at.",
    controls: [
      "Security Hub CloudWatch.15",
      "Security Hub CloudWatch.17",
      "cdk-nag CloudWatchAlarmAction",
      "CKV_AWS_319",
    ],
  },
  on(aws.cloudwatch.MetricAlarm, ({ actionsEnabled, alarmActions: actions = [] }, { report }) => {
    if (actionsEnabled === false) report("actionsEnabled is false: set it to true.");
    if (actions.length === 0) report("alarmActions is empty: name the topic that people on duty get.");
  }),
);

export const functionAlarms = stackRule(
  {
    name: "function-alarms",
    level: "mandatory",
    dev: "advisory",
    what: "A function has alarms on its errors and throttles",
    why: "Customers see what fails before the people do who could mend it.",
    controls: [],
    settings: metrics("Errors", "Throttles"),
  },
  each(aws.lambda.Function, (lambda, { stack, settings, report }) => {
    const found = watched(stack, lambda, "AWS/Lambda");
    for (const problem of missingAlarms(found, settings.metrics, "AWS/Lambda")) report(problem);
  }),
);

export const queueAlarms = stackRule(
  {
    name: "queue-alarms",
    level: "mandatory",
    dev: "advisory",
    what: "A queue has an alarm on the age of its oldest message",
    why: "A consumer that is too slow, or stopped, is seen by nothing but the waiting.",
    controls: [],
    settings: metrics("ApproximateAgeOfOldestMessage"),
  },
  each(aws.sqs.Queue, (queue, { stack, settings, report }) => {
    if (isDeadLetterQueue(stack, queue)) return; // dead-letter-alarm judges it
    const found = watched(stack, queue, "AWS/SQS");
    for (const problem of missingAlarms(found, settings.metrics, "AWS/SQS")) report(problem);
  }),
);

export const tableAlarms = stackRule(
  {
    name: "table-alarms",
    level: "mandatory",
    dev: "advisory",
    what: "A table has alarms on throttled reads and writes",
    why: "A hot partition refuses requests while the table as a whole has room.",
    controls: [],
    settings: metrics("ReadThrottleEvents", "WriteThrottleEvents"),
  },
  each(aws.dynamodb.Table, (table, { stack, settings, report }) => {
    const found = watched(stack, table, "AWS/DynamoDB");
    for (const problem of missingAlarms(found, settings.metrics, "AWS/DynamoDB")) report(problem);
  }),
);

export const restApiAlarms = stackRule(
  {
    name: "rest-api-alarms",
    level: "mandatory",
    dev: "advisory",
    what: "A REST API with a stage has alarms on failures and latency",
    why: "An API that fails or crawls is seen by its callers only.",
    controls: [],
    settings: metrics("5XXError", "Latency"),
  },
  each(aws.apigateway.RestApi, (api, { stack, settings, report }) => {
    const stages = stack.referring(aws.apigateway.Stage, "restApi", api);
    if (stages.length === 0) return;
    const found = watched(stack, api, "AWS/ApiGateway");
    for (const problem of missingAlarms(found, settings.metrics, "AWS/ApiGateway")) report(problem);
  }),
);

export const httpApiAlarms = stackRule(
  {
    name: "http-api-alarms",
    level: "mandatory",
    dev: "advisory",
    what: "An HTTP API has alarms on failures and latency",
    why: "An API that fails or crawls is seen by its callers only.",
    controls: [],
    settings: metrics("5xx", "Latency"),
  },
  each(aws.apigatewayv2.Api, (api, { stack, settings, report }) => {
    if (api.props.protocolType !== "HTTP") return;
    const found = watched(stack, api, "AWS/ApiGateway");
    for (const problem of missingAlarms(found, settings.metrics, "AWS/ApiGateway")) report(problem);
  }),
);

export const distributionAlarms = stackRule(
  {
    name: "distribution-alarms",
    level: "mandatory",
    dev: "advisory",
    what: "A distribution has an alarm on failures",
    why: "The page is down for everybody, and no other alarm of the program sees it.",
    controls: [],
    settings: metrics("5xxErrorRate"),
  },
  each(aws.cloudfront.Distribution, (distribution, { stack, settings, report }) => {
    const found = watched(stack, distribution, "AWS/CloudFront");
    for (const problem of missingAlarms(found, settings.metrics, "AWS/CloudFront")) report(problem);
  }),
);
