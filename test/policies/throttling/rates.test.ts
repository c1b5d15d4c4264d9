import * as aws from "@pulumi/aws";
import * as rates from "../../../policies/throttling/rates.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { methodSettings, restApi } from "../sound/edge.ts";
import { unknown } from "../violations.ts";

const missing =
  'the stage live has no aws.apigateway.MethodSettings with methodPath "*/*": add one with throttlingRateLimit and throttlingBurstLimit.';

itIsAStackRule(rates.restStageThrottle, {
  breaks: [
    [() => restApi("api", {}, ["settings"]), [[missing, "api"]]],
    [
      () => {
        methodSettings("other", restApi("other"));
        restApi("api", {}, ["settings"]);
      },
      [[missing, "api"]],
    ],
    [
      () => {
        const { restApi: api } = restApi("api", {}, ["settings"]);
        const settings = { throttlingRateLimit: 1, throttlingBurstLimit: 1 };
        new aws.apigateway.MethodSettings("one", {
          restApi: api,
          stageName: "live",
          methodPath: "bookings/GET",
          settings,
        });
      },
      [[missing, "api"]],
    ],
  ],
  unknown: [
    [() => restApi("api"), []],
    [() => restApi("api", {}, ["settings"]), [missing]],
    [() => restApi("api", { stageName: later("live") }, ["settings"]), [missing.replace("live", "api")]],
    [
      () => {
        const api = new aws.apigateway.RestApi("api", {});
        new aws.apigateway.Stage("api", { restApi: api.id, deployment: "1", stageName: "live" });
        const settings = { throttlingRateLimit: 1, throttlingBurstLimit: 1 };
        const stageName = later("live");
        new aws.apigateway.MethodSettings("api", { restApi: api.id, stageName, methodPath: "*/*", settings });
      },
      "unjudged",
    ],
  ],
});

itIsAResourceRule(rates.methodThrottleLimits, {
  type: "aws:apigateway/methodSettings:MethodSettings",
  holds: [
    [{ methodPath: "bookings/GET", settings: { loggingLevel: "ERROR" } }],
    [{ settings: { throttlingRateLimit: 0, throttlingBurstLimit: 0 } }],
    [{ settings: { throttlingRateLimit: 10_000, throttlingBurstLimit: 200 } }, { maximumRate: 10_000 }],
  ],
  breaks: [
    [
      { settings: { throttlingBurstLimit: 200 } },
      ["settings.throttlingRateLimit is not set: set at most 1000 requests a second."],
    ],
    [
      { settings: { throttlingRateLimit: 10, throttlingBurstLimit: -1 } },
      ["settings.throttlingBurstLimit is not set: set at most 2000 requests at once."],
    ],
    [
      { methodPath: "bookings/GET", settings: { throttlingRateLimit: 20, throttlingBurstLimit: 30 } },
      [
        "settings.throttlingRateLimit is 20: set at most 10 requests a second.",
        "settings.throttlingBurstLimit is 30: set at most 20 requests at once.",
      ],
      { maximumRate: 10, maximumBurst: 20 },
    ],
  ],
  unknown: [[{ settings: { throttlingRateLimit: unknown, throttlingBurstLimit: 1 } }, "unjudged"]],
});

itIsAResourceRule(rates.httpStageThrottle, {
  type: "aws:apigatewayv2/stage:Stage",
  holds: [[{ routeSettings: [{ routeKey: "GET /items" }] }]],
  breaks: [
    [
      { defaultRouteSettings: undefined },
      [
        "defaultRouteSettings.throttlingRateLimit is not set: set at most 1000 requests a second.",
        "defaultRouteSettings.throttlingBurstLimit is not set: set at most 2000 requests at once.",
      ],
    ],
    [
      { routeSettings: [{ routeKey: "GET /items", throttlingRateLimit: 3000, throttlingBurstLimit: 10 }] },
      ["routeSettings of GET /items: throttlingRateLimit is 3000: set at most 1000 requests a second."],
    ],
    [
      { defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 } },
      ["defaultRouteSettings.throttlingRateLimit is 100: set at most 50 requests a second."],
      { maximumRate: 50 },
    ],
  ],
  unknown: [[{ defaultRouteSettings: unknown }, "unjudged"]],
});

itIsAResourceRule(rates.usagePlanLimits, {
  type: "aws:apigateway/usagePlan:UsagePlan",
  breaks: [
    [
      { throttleSettings: { rateLimit: 5 } },
      ['throttleSettings is {"rateLimit":5}: set rateLimit and burstLimit above 0.'],
    ],
    [
      { throttleSettings: undefined, quotaSettings: undefined },
      [
        "throttleSettings is not set: set rateLimit and burstLimit above 0.",
        "quotaSettings.limit is not set: set it, with a period.",
      ],
    ],
  ],
  unknown: [[{ quotaSettings: { limit: unknown, period: "DAY" } }, "unjudged"]],
});

const flood = "so that a flood waits in the queue.";

itIsAResourceRule(rates.eventSourceMaximumConcurrency, {
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  name: "claim",
  holds: [
    [{ scalingConfig: undefined, eventSourceArn: "arn:aws:dynamodb:eu-west-1:123456789012:table/t/stream/1" }],
    [{ scalingConfig: undefined, provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 20 } }],
    [{ scalingConfig: undefined, eventSourceArn: undefined, topics: ["orders"] }],
  ],
  breaks: [
    [{ scalingConfig: {} }, [`scalingConfig.maximumConcurrency is not set: set it to 2 to 1000, ${flood}`]],
    [
      { scalingConfig: { maximumConcurrency: 200 } },
      [`scalingConfig.maximumConcurrency is 200: set it to 2 to 100, ${flood}`],
      { maximum: 100 },
    ],
  ],
  unknown: [
    [{ scalingConfig: { maximumConcurrency: unknown } }, "unjudged"],
    [{ eventSourceArn: unknown }, []],
    [
      { eventSourceArn: unknown, scalingConfig: undefined },
      [`scalingConfig.maximumConcurrency is not set: set it to 2 to 1000, ${flood}`],
    ],
    [{ eventSourceArn: unknown, scalingConfig: undefined, startingPosition: "LATEST" }, []],
  ],
});
