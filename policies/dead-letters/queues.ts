import * as aws from "@pulumi/aws";
import { watched } from "../framework/alarms.ts";
import {
  deadLettersOf,
  defaultRetentionSeconds,
  hasRedrivePolicy,
  isDeadLetterQueue,
} from "../framework/dead-letter.ts";
import { json, record } from "../framework/document.ts";
import { functionsOf } from "../framework/functions.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { integer } from "../framework/settings.ts";

export const queueRedrive = stackRule(
  {
    name: "queue-redrive",
    level: "mandatory",
    what: "A queue has a redrive policy, or is itself a dead-letter queue",
    why: "A message that nobody can process comes back until it is deleted, and nobody learns of it.",
    controls: ["cdk-nag AwsSolutions-SQS3", "cdk-nag Serverless-SQSRedrivePolicy"],
  },
  each(aws.sqs.Queue, (queue, { stack, report }) => {
    if (hasRedrivePolicy(stack, queue) || isDeadLetterQueue(stack, queue)) return;
    report(
      "redrivePolicy is not set: give it a dead-letter queue, or say by an aws.sqs.RedriveAllowPolicy that it is one.",
    );
  }),
);

const count = {
  minimum: integer("Fewest tries of a message: with one, a passing fault of its consumer loses it", 2, { minimum: 1 }),
  maximum: integer("Most tries of a message", 10, { minimum: 1, maximum: 1000 }),
};

export const redriveCount = resourceRule(
  {
    name: "redrive-count",
    level: "mandatory",
    what: "A redrive policy bounds how often a message is tried",
    why: "A message that always fails takes its consumer's time at each try, and reaches the dead-letter queue late.",
    controls: [],
    settings: count,
  },
  on(aws.sqs.Queue, ({ redrivePolicy }, { settings, report }) => {
    for (const problem of countProblems(redrivePolicy, settings)) report(problem);
  }),
  on(aws.sqs.RedrivePolicy, ({ redrivePolicy }, { settings, report }) => {
    for (const problem of countProblems(redrivePolicy, settings)) report(problem);
  }),
);

function countProblems(redrivePolicy: string | undefined, { minimum, maximum }: { minimum: number; maximum: number }) {
  if (redrivePolicy === undefined || redrivePolicy === "") return [];
  const found = record(json(redrivePolicy)).maxReceiveCount;
  const tries = Number(found ?? NaN);
  if (Number.isInteger(tries) && tries >= minimum && tries <= maximum) return [];
  return [
    `redrivePolicy.maxReceiveCount is ${found === undefined ? "not set" : JSON.stringify(found)}: set a whole number from ${minimum} to ${maximum}.`,
  ];
}

export const deadLetterRetention = stackRule(
  {
    name: "dead-letter-retention",
    level: "mandatory",
    what: "A dead-letter queue keeps messages longer than the queues it serves",
    why: "A message's age counts from when it was sent: what waited long would be deleted as soon as it is a dead letter.",
    controls: [],
  },
  each(aws.sqs.Queue, (queue, { stack, report }) => {
    const seconds = queue.props.messageRetentionSeconds ?? defaultRetentionSeconds;
    for (const deadLetters of deadLettersOf(stack, queue)) {
      const kept = deadLetters.props.messageRetentionSeconds ?? defaultRetentionSeconds;
      if (kept > seconds) continue;
      report(
        `messageRetentionSeconds is ${seconds}, and ${kept} on its dead-letter queue ${deadLetters.name}: let that keep longer, at most 1209600.`,
      );
    }
  }),
);

export const deadLetterAlarm = stackRule(
  {
    name: "dead-letter-alarm",
    level: "mandatory",
    what: "A dead-letter queue has an alarm that rings when something lies in it",
    why: "What failed for good is found when a customer asks for it.",
    controls: [],
  },
  each(aws.sqs.Queue, (queue, { stack, report }) => {
    if (!isDeadLetterQueue(stack, queue)) return;
    if (watched(stack, queue, "AWS/SQS").has("ApproximateNumberOfMessagesVisible")) return;
    report(
      "no alarm watches its ApproximateNumberOfMessagesVisible: add an aws.cloudwatch.MetricAlarm that rings above 0.",
    );
  }),
);

export const queueVisibilityTimeout = stackRule(
  {
    name: "queue-visibility-timeout",
    level: "mandatory",
    what: "A queue hides a message for several times as long as its consumer may run",
    why: "A message comes back while it is still being processed, and is processed twice at the same time.",
    controls: ["cdk-nag LambdaEventSourceSQSVisibilityTimeout"],
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    settings: { times: integer("How many times the consumer's timeout; AWS advises six", 6, { minimum: 1 }) },
  },
  each(aws.lambda.EventSourceMapping, (mapping, { stack, settings: { times }, report }) => {
    const window = mapping.props.maximumBatchingWindowInSeconds ?? 0;
    for (const queue of stack.referredBy(mapping, "eventSourceArn", aws.sqs.Queue)) {
      for (const lambda of functionsOf(stack, mapping, "functionName")) {
        const timeout = lambda.props.timeout ?? 3;
        const hidden = queue.props.visibilityTimeoutSeconds ?? 30;
        const needed = times * timeout + window;
        if (hidden >= needed) continue;
        report(
          `visibilityTimeoutSeconds of ${queue.name} is ${hidden}, and ${lambda.name} may run for ${timeout} s: set it to ${needed} or more.`,
        );
      }
    }
  }),
);
