import * as aws from "@pulumi/aws";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { integer } from "../framework/settings.ts";
import { refers } from "../framework/stack.ts";
import { sourceOf } from "../framework/event-source.ts";
import { isSet, known } from "../framework/unknown.ts";

// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
const limits = {
  maximumRate: integer("Most requests a second of a method or route; AWS's own limit is 10,000 an account", 1000, {
    minimum: 1,
    maximum: 10_000,
  }),
  maximumBurst: integer("Most requests at once; AWS's own limit is 5,000 an account", 2000, {
    minimum: 1,
    maximum: 5000,
  }),
};

interface Throttle {
  throttlingRateLimit?: number;
  throttlingBurstLimit?: number;
}

/** What is wrong with a throttle; a negative limit is API Gateway's word for none. */
function excesses(
  { throttlingRateLimit: rate = -1, throttlingBurstLimit: burst = -1 }: Throttle,
  { maximumRate, maximumBurst }: { maximumRate: number; maximumBurst: number },
): string[] {
  return [
    ...(rate >= 0 && rate <= maximumRate
      ? []
      : [`throttlingRateLimit is ${rate < 0 ? "not set" : rate}: set at most ${maximumRate} requests a second.`]),
    ...(burst >= 0 && burst <= maximumBurst
      ? []
      : [`throttlingBurstLimit is ${burst < 0 ? "not set" : burst}: set at most ${maximumBurst} requests at once.`]),
  ];
}

export const restStageThrottle = stackRule(
  {
    name: "rest-stage-throttle",
    level: "mandatory",
    what: "A stage of a REST API has settings for all its methods, with a throttle",
    why: "A method without a throttle takes the account's whole rate in the region, and every other API with it.",
    controls: ["cdk-nag Serverless-APIGWDefaultThrottling"],
  },
  each(aws.apigateway.Stage, (stage, { stack, report }) => {
    const settings = stack.all(aws.apigateway.MethodSettings).filter((one) => one.props.methodPath === "*/*");
    const apis = stack.referredBy(stage, "restApi", aws.apigateway.RestApi);
    const covered = settings.some(
      (one) =>
        refers(one, "stageName", stage) ||
        refers(one, "restApi", stage) ||
        (apis.some((api) => refers(one, "restApi", api)) && one.props.stageName === stage.props.stageName),
    );
    if (covered) return;
    report(
      `the stage ${known(() => stage.props.stageName) ?? stage.name} has no aws.apigateway.MethodSettings with methodPath "*/*": add one with throttlingRateLimit and throttlingBurstLimit.`,
    );
  }),
);

export const methodThrottleLimits = resourceRule(
  {
    name: "method-throttle-limits",
    level: "mandatory",
    what: "A throttle of a REST API's methods lies within the limits",
    why: "A throttle that lets more through than what is behind it can take protects nothing.",
    controls: ["cdk-nag Serverless-APIGWDefaultThrottling"],
    settings: limits,
  },
  on(aws.apigateway.MethodSettings, ({ settings: throttle, methodPath }, { settings, report }) => {
    // Settings of one method may leave the throttle to those of all.
    if (methodPath !== "*/*" && !isSet(throttle, "throttlingRateLimit") && !isSet(throttle, "throttlingBurstLimit"))
      return;
    for (const excess of excesses(throttle, settings)) report(`settings.${excess}`);
  }),
);

export const httpStageThrottle = resourceRule(
  {
    name: "http-stage-throttle",
    level: "mandatory",
    what: "A stage of an HTTP or WebSocket API has a throttle on all its routes, within the limits",
    why: "A route without a throttle takes the account's whole rate in the region, and every other API with it.",
    controls: ["cdk-nag Serverless-APIGWDefaultThrottling"],
    settings: limits,
  },
  on(aws.apigatewayv2.Stage, ({ defaultRouteSettings = {}, routeSettings = [] }, { settings, report }) => {
    for (const excess of excesses(defaultRouteSettings, settings)) report(`defaultRouteSettings.${excess}`);
    for (const route of routeSettings) {
      if (!isSet(route, "throttlingRateLimit") && !isSet(route, "throttlingBurstLimit")) continue;
      for (const excess of excesses(route, settings)) report(`routeSettings of ${route.routeKey}: ${excess}`);
    }
  }),
);

export const usagePlanLimits = resourceRule(
  {
    name: "usage-plan-limits",
    level: "mandatory",
    what: "A usage plan limits the rate and the number of requests",
    why: "A plan without limits lets the holder of one key use up what all others pay for.",
    controls: [],
  },
  on(aws.apigateway.UsagePlan, ({ throttleSettings, quotaSettings }, { report }) => {
    if ((throttleSettings?.rateLimit ?? 0) <= 0 || (throttleSettings?.burstLimit ?? 0) <= 0) {
      report(
        `throttleSettings is ${throttleSettings ? JSON.stringify(throttleSettings) : "not set"}: set rateLimit and burstLimit above 0.`,
      );
    }
    if ((quotaSettings?.limit ?? 0) <= 0) {
      report(`quotaSettings.limit is ${quotaSettings?.limit ?? "not set"}: set it, with a period.`);
    }
  }),
);

export const eventSourceMaximumConcurrency = resourceRule(
  {
    name: "event-source-maximum-concurrency",
    level: "mandatory",
    what: "An event source mapping of a queue has a maximum concurrency",
    why: "Without a bound, a flood in one queue takes the account's whole concurrency.",
    controls: [],
    settings: { maximum: integer("Most calls at the same time for one queue", 1000, { minimum: 2, maximum: 1000 }) },
  },
  on(aws.lambda.EventSourceMapping, (mapping, { settings: { maximum }, report }) => {
    if (sourceOf(mapping) !== "queue") return;
    if (mapping.provisionedPollerConfig?.maximumPollers !== undefined) return; // provisioned mode has a bound of its own
    const found = mapping.scalingConfig?.maximumConcurrency;
    if (found !== undefined && found <= maximum) return;
    report(
      `scalingConfig.maximumConcurrency is ${found ?? "not set"}: set it to 2 to ${maximum}, so that a flood waits in the queue.`,
    );
  }),
);
