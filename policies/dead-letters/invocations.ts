import * as aws from "@pulumi/aws";
import { calledBy, functionsOf } from "../framework/functions.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { strings } from "../framework/settings.ts";
import { isSet } from "../framework/unknown.ts";

export const asyncFailureDestination = resourceRule(
  {
    name: "async-failure-destination",
    level: "mandatory",
    what: "A configuration of asynchronous calls of a function names where failed events go",
    why: "Lambda drops an event after its retries, and nobody learns what was in it.",
    controls: ["cdk-nag Serverless-LambdaAsyncFailureDestination"],
  },
  on(aws.lambda.FunctionEventInvokeConfig, ({ destinationConfig }, { report }) => {
    if (isSet(destinationConfig?.onFailure, "destination")) return;
    report("destinationConfig.onFailure.destination is not set: name a queue, topic, bus, bucket or function.");
  }),
);

export const asyncFunctionDestination = stackRule(
  {
    name: "async-function-destination",
    level: "mandatory",
    what: "A function that a service calls asynchronously has a place for events that failed",
    why: "Lambda drops an event after its retries, and nobody learns what was in it.",
    controls: ["cdk-nag Serverless-LambdaDLQ", "CKV_AWS_116"],
    settings: {
      services: strings("The services that call asynchronously", [
        "events.amazonaws.com",
        "sns.amazonaws.com",
        "s3.amazonaws.com",
        "ses.amazonaws.com",
        "iot.amazonaws.com",
        "logs.amazonaws.com",
      ]),
    },
  },
  each(aws.lambda.Function, (lambda, { stack, settings: { services }, report }) => {
    if (!calledBy(stack, services).some(({ urn }) => urn === lambda.urn)) return;
    if (isSet(lambda.props.deadLetterConfig, "targetArn")) return;
    const configured = stack
      .all(aws.lambda.FunctionEventInvokeConfig)
      .some((config) => functionsOf(stack, config, "functionName").some(({ urn }) => urn === lambda.urn));
    if (configured) return; // async-failure-destination judges it
    report(
      "a service calls it asynchronously, and it has neither deadLetterConfig nor an aws.lambda.FunctionEventInvokeConfig: add one with a failure destination.",
    );
  }),
);

export const eventTargetDeadLetters = resourceRule(
  {
    name: "event-target-dead-letters",
    level: "mandatory",
    what: "A target of an event bus has a dead-letter queue",
    why: "EventBridge drops an event that it cannot deliver within 24 hours or 185 tries.",
    controls: ["cdk-nag Serverless-EventBusDLQ"],
  },
  on(aws.cloudwatch.EventTarget, ({ deadLetterConfig }, { report }) => {
    if (isSet(deadLetterConfig, "arn")) return;
    report("deadLetterConfig.arn is not set: name a queue, and let events.amazonaws.com send to it.");
  }),
);

export const topicSubscriptionDeadLetters = resourceRule(
  {
    name: "topic-subscription-dead-letters",
    level: "mandatory",
    what: "A subscription of a program to a topic has a dead-letter queue",
    why: "SNS drops a message that it cannot deliver.",
    controls: ["cdk-nag Serverless-SNSRedrivePolicy"],
    settings: {
      protocols: strings("The protocols by which programs get messages, people not", [
        "lambda",
        "sqs",
        "http",
        "https",
        "firehose",
      ]),
    },
  },
  on(aws.sns.TopicSubscription, (subscription, { settings: { protocols }, report }) => {
    if (!protocols.includes(subscription.protocol) || isSet(subscription, "redrivePolicy")) return;
    report(
      `redrivePolicy of the ${subscription.protocol} subscription is not set: name a dead-letter queue, and let sns.amazonaws.com send to it.`,
    );
  }),
);

export const scheduleDeadLetters = resourceRule(
  {
    name: "schedule-dead-letters",
    level: "mandatory",
    what: "A schedule has a dead-letter queue",
    why: "EventBridge Scheduler drops a call that it cannot make within 24 hours or 185 tries.",
    controls: [],
  },
  on(aws.scheduler.Schedule, ({ target }, { report }) => {
    if (isSet(target.deadLetterConfig, "arn")) return;
    report("target.deadLetterConfig.arn is not set: name a queue.");
  }),
);
