import * as invocations from "../../../policies/dead-letters/invocations.ts";
import { itIsAResourceRule, itIsAStackRule, later } from "../rule-tests.ts";
import { asyncFunction, lambda, permission } from "../sound/compute.ts";
import { unknown } from "../violations.ts";

itIsAResourceRule(invocations.asyncFailureDestination, {
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  breaks: [
    [
      { destinationConfig: { onSuccess: { destination: "arn:aws:sqs:eu-west-1:123456789012:done" } } },
      ["destinationConfig.onFailure.destination is not set: name a queue, topic, bus, bucket or function."],
    ],
  ],
  unknown: [
    [{ destinationConfig: { onFailure: { destination: unknown } } }, []],
    [{ destinationConfig: unknown }, "unjudged"],
  ],
});

const dropped =
  "a service calls it asynchronously, and it has neither deadLetterConfig nor an aws.lambda.FunctionEventInvokeConfig: add one with a failure destination.";

itIsAStackRule(invocations.asyncFunctionDestination, {
  holds: [
    [() => permission("read", lambda("read"), "apigateway.amazonaws.com")],
    [() => permission("read", lambda("read"), "sns.amazonaws.com"), { services: ["events.amazonaws.com"] }],
    [
      () => {
        const deadLetterConfig = { targetArn: "arn:aws:sqs:eu-west-1:123456789012:failed" };
        permission("publish", lambda("publish", { deadLetterConfig }), "s3.amazonaws.com");
      },
    ],
  ],
  breaks: [
    [() => permission("publish", lambda("publish"), "events.amazonaws.com"), [[dropped, "publish"]]],
    [
      () => permission("read", lambda("read"), "apigateway.amazonaws.com"),
      [[dropped, "read"]],
      { services: ["apigateway.amazonaws.com"] },
    ],
  ],
  unknown: [
    [() => asyncFunction("publish"), []],
    [() => permission("publish", lambda("publish"), "events.amazonaws.com"), [dropped]],
    [() => permission("publish", lambda("publish"), "x", { principal: later("events.amazonaws.com") }), "unjudged"],
  ],
});

itIsAResourceRule(invocations.eventTargetDeadLetters, {
  type: "aws:cloudwatch/eventTarget:EventTarget",
  breaks: [
    [
      { deadLetterConfig: {} },
      ["deadLetterConfig.arn is not set: name a queue, and let events.amazonaws.com send to it."],
    ],
  ],
  unknown: [
    [{ deadLetterConfig: { arn: unknown } }, []],
    [{ deadLetterConfig: unknown }, "unjudged"],
  ],
});

itIsAResourceRule(invocations.topicSubscriptionDeadLetters, {
  type: "aws:sns/topicSubscription:TopicSubscription",
  holds: [[{ protocol: "email", redrivePolicy: undefined }], [{ redrivePolicy: undefined }, { protocols: ["lambda"] }]],
  breaks: [
    [
      { protocol: "lambda", redrivePolicy: undefined },
      [
        "redrivePolicy of the lambda subscription is not set: name a dead-letter queue, and let sns.amazonaws.com send to it.",
      ],
    ],
  ],
  unknown: [
    [{ redrivePolicy: unknown }, []],
    [{ protocol: unknown }, "unjudged"],
  ],
});

itIsAResourceRule(invocations.scheduleDeadLetters, {
  type: "aws:scheduler/schedule:Schedule",
  breaks: [[{ target: { arn: "a", roleArn: "b" } }, ["target.deadLetterConfig.arn is not set: name a queue."]]],
  unknown: [
    [{ target: { arn: unknown, deadLetterConfig: { arn: unknown } } }, []],
    [{ target: unknown }, "unjudged"],
  ],
});
