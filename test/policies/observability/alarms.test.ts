import * as aws from "@pulumi/aws";
import * as alarms from "../../../policies/observability/alarms.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { lambda } from "../sound/compute.ts";
import { distribution, httpApi, restApi } from "../sound/edge.ts";
import { deadLetters, queue } from "../sound/messaging.ts";
import { alarm } from "../sound/operations.ts";
import { table } from "../sound/storage.ts";
import { unknown } from "../violations.ts";

itIsAResourceRule(alarms.alarmActions, {
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  breaks: [
    [{ actionsEnabled: false }, ["actionsEnabled is false: set it to true."]],
    [{ alarmActions: undefined }, ["alarmActions is empty: name the topic that people on duty get."]],
  ],
  unknown: [
    [{ alarmActions: [unknown] }, []], // one that is known later is one
    [{ alarmActions: unknown }, "unjudged"],
  ],
});

const missing = (namespace: string, metric: string) =>
  `no alarm watches its ${metric}: add an aws.cloudwatch.MetricAlarm on ${namespace} ${metric}, with actions.`;
const unwatched = () => lambda("claim", {}, ["alarms"]);

itIsAStackRule(alarms.functionAlarms, {
  holds: [
    [unwatched, { metrics: [] }],
    [
      () => {
        unwatched();
        for (const metric of ["Errors", "Throttles"]) {
          alarm("by-name", ["AWS/Lambda", metric], { FunctionName: "claim-1a2b3c4" });
        }
      },
    ],
    [
      () => {
        const { name: FunctionName } = unwatched();
        const metric = (metricName: string) => ({
          id: metricName.toLowerCase(),
          metric: { namespace: "AWS/Lambda", metricName, dimensions: { FunctionName }, period: 60, stat: "Sum" },
        });
        const metricQueries = [metric("Errors"), metric("Throttles"), { id: "sum", expression: "errors + throttles" }];
        alarm("sum", ["", ""], {}, { namespace: undefined, metricName: undefined, metricQueries });
      },
    ],
  ],
  breaks: [
    [
      unwatched,
      [
        [missing("AWS/Lambda", "Errors"), "claim"],
        [missing("AWS/Lambda", "Throttles"), "claim"],
      ],
    ],
    [() => lambda("claim"), [[missing("AWS/Lambda", "Duration"), "claim"]], { metrics: ["Errors", "Duration"] }],
    [
      () => {
        const { name: FunctionName } = unwatched();
        lambda("other");
        for (const metric of ["Errors", "Throttles"]) alarm("own", ["Shop", metric], { FunctionName });
      },
      [
        [missing("AWS/Lambda", "Errors"), "claim"],
        [missing("AWS/Lambda", "Throttles"), "claim"],
      ],
    ],
  ],
  unknown: [
    [() => lambda("claim"), []],
    [unwatched, [missing("AWS/Lambda", "Errors"), missing("AWS/Lambda", "Throttles")]],
    [
      () => {
        const FunctionName = unwatched().arn.apply((arn) => arn.slice(arn.lastIndexOf(":") + 1)); // known later
        for (const metric of ["Errors", "Throttles"]) alarm("claim", ["AWS/Lambda", metric], { FunctionName });
      },
      [],
    ],
  ],
});

itIsAStackRule(alarms.queueAlarms, {
  holds: [[() => deadLetters("dead", {}, ["alarm"])]],
  breaks: [
    [() => queue("bookings", {}, ["alarm"]), [[missing("AWS/SQS", "ApproximateAgeOfOldestMessage"), "bookings"]]],
    [
      () => queue("bookings"),
      [[missing("AWS/SQS", "NumberOfMessagesSent"), "bookings"]],
      { metrics: ["NumberOfMessagesSent"] },
    ],
  ],
  unknown: [
    [() => queue("bookings"), []],
    [() => queue("bookings", {}, ["alarm"]), [missing("AWS/SQS", "ApproximateAgeOfOldestMessage")]],
  ],
});

itIsAStackRule(alarms.tableAlarms, {
  breaks: [
    [
      () => table("ledger", {}, false),
      [
        [missing("AWS/DynamoDB", "ReadThrottleEvents"), "ledger"],
        [missing("AWS/DynamoDB", "WriteThrottleEvents"), "ledger"],
      ],
    ],
    [() => table("ledger"), [[missing("AWS/DynamoDB", "SystemErrors"), "ledger"]], { metrics: ["SystemErrors"] }],
  ],
  unknown: [
    [() => table("ledger"), []],
    [
      () => {
        const made = table("ledger", {}, false);
        const TableName = made.arn.apply((arn) => arn.slice(arn.lastIndexOf("/") + 1));
        for (const metric of ["ReadThrottleEvents", "WriteThrottleEvents"]) {
          alarm("ledger", ["AWS/DynamoDB", metric], { TableName });
        }
      },
      [],
    ],
    [
      () => table("ledger", {}, false),
      [missing("AWS/DynamoDB", "ReadThrottleEvents"), missing("AWS/DynamoDB", "WriteThrottleEvents")],
    ],
  ],
});

itIsAStackRule(alarms.restApiAlarms, {
  holds: [[() => new aws.apigateway.RestApi("without-a-stage", {})]],
  breaks: [
    [() => restApi("api"), [[missing("AWS/ApiGateway", "4XXError"), "api"]], { metrics: ["4XXError", "Latency"] }],
    [
      () => restApi("api", {}, ["alarms"]),
      [
        [missing("AWS/ApiGateway", "5XXError"), "api"],
        [missing("AWS/ApiGateway", "Latency"), "api"],
      ],
    ],
  ],
  unknown: [
    [() => restApi("api"), []],
    [
      () => restApi("api", {}, ["alarms"]),
      [missing("AWS/ApiGateway", "5XXError"), missing("AWS/ApiGateway", "Latency")],
    ],
  ],
});

itIsAStackRule(alarms.httpApiAlarms, {
  holds: [[() => new aws.apigatewayv2.Api("talk", { protocolType: "WEBSOCKET" })]],
  breaks: [
    [() => httpApi("internal"), [[missing("AWS/ApiGateway", "4xx"), "internal"]], { metrics: ["4xx"] }],
    [
      () => httpApi("internal", {}, false),
      [
        [missing("AWS/ApiGateway", "5xx"), "internal"],
        [missing("AWS/ApiGateway", "Latency"), "internal"],
      ],
    ],
  ],
  unknown: [
    [() => httpApi("internal"), []],
    [() => new aws.apigatewayv2.Api("internal", { protocolType: later("HTTP") }), "unjudged"],
  ],
});

itIsAStackRule(alarms.distributionAlarms, {
  breaks: [
    [() => distribution("site", {}, false), [[missing("AWS/CloudFront", "5xxErrorRate"), "site"]]],
    [() => distribution("site"), [[missing("AWS/CloudFront", "4xxErrorRate"), "site"]], { metrics: ["4xxErrorRate"] }],
  ],
  unknown: [
    [() => distribution("site"), []],
    [() => distribution("site", {}, false), [missing("AWS/CloudFront", "5xxErrorRate")]],
  ],
});
