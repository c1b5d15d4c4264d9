import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { document, tlsOnly } from "./documents.ts";
import { alarm } from "./operations.ts";

/** What belongs to a queue or topic, and can be left out. */
type Companion = "policy" | "alarm" | "allowance";

export function deadLetters(
  name: string,
  change: Partial<aws.sqs.QueueArgs> = {},
  without: Companion[] = [],
): aws.sqs.Queue {
  const queue = new aws.sqs.Queue(name, {
    messageRetentionSeconds: 1_209_600,
    sqsManagedSseEnabled: true,
    ...change,
  });
  if (!without.includes("allowance")) {
    const redriveAllowPolicy = JSON.stringify({ redrivePermission: "allowAll" });
    new aws.sqs.RedriveAllowPolicy(name, { queueUrl: queue.url, redriveAllowPolicy });
  }
  if (!without.includes("policy")) queuePolicy(name, queue);
  if (!without.includes("alarm")) {
    alarm(name, ["AWS/SQS", "ApproximateNumberOfMessagesVisible"], { QueueName: queue.name });
  }
  return queue;
}

/** A queue with a dead-letter queue. */
export function queue(name: string, change: Partial<aws.sqs.QueueArgs> = {}, without: Companion[] = []): aws.sqs.Queue {
  const dead = deadLetters(`${name}-dead-letters`);
  const made = new aws.sqs.Queue(name, {
    redrivePolicy: redrive(dead),
    sqsManagedSseEnabled: true,
    visibilityTimeoutSeconds: 60,
    ...change,
  });
  if (!without.includes("policy")) queuePolicy(name, made);
  if (!without.includes("alarm")) {
    alarm(name, ["AWS/SQS", "ApproximateAgeOfOldestMessage"], { QueueName: made.name });
  }
  return made;
}

export function redrive(dead: aws.sqs.Queue, maxReceiveCount = 5): pulumi.Output<string> {
  return pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount });
}

export function queuePolicy(name: string, { url, arn }: aws.sqs.Queue, policy = document(tlsOnly(arn))) {
  return new aws.sqs.QueuePolicy(name, { queueUrl: url, policy });
}

export function topic(
  name: string,
  change: Partial<aws.sns.TopicArgs> = {},
  policy: (arn: pulumi.Output<string>) => pulumi.Output<string> = (arn) => document(tlsOnly(arn)),
): aws.sns.Topic {
  const made = new aws.sns.Topic(name, { kmsMasterKeyId: "alias/topics", ...change });
  new aws.sns.TopicPolicy(name, { arn: made.arn, policy: policy(made.arn) });
  return made;
}

export function subscription(name: string, change: Partial<aws.sns.TopicSubscriptionArgs> = {}) {
  const dead = deadLetters(`${name}-dead-letters`);
  return new aws.sns.TopicSubscription(name, {
    topic: topic(name).arn,
    protocol: "https",
    endpoint: "https://example.com/hook",
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn }),
    ...change,
  });
}

export function eventTarget(name: string, change: Partial<aws.cloudwatch.EventTargetArgs> = {}) {
  const rule = new aws.cloudwatch.EventRule(name, { eventPattern: JSON.stringify({ source: ["berth"] }) });
  return new aws.cloudwatch.EventTarget(name, {
    rule: rule.name,
    arn: queue(name).arn,
    deadLetterConfig: { arn: deadLetters(`${name}-undelivered`).arn },
    ...change,
  });
}

export function schedule(name: string, change: Partial<aws.types.input.scheduler.ScheduleTarget> = {}) {
  return new aws.scheduler.Schedule(name, {
    scheduleExpression: "rate(1 hour)",
    flexibleTimeWindow: { mode: "OFF" },
    target: {
      arn: queue(name).arn,
      roleArn: "arn:aws:iam::123456789012:role/schedule",
      deadLetterConfig: { arn: deadLetters(`${name}-undelivered`).arn },
      ...change,
    },
  });
}

export function eventBus(name: string, withPolicy = true) {
  const bus = new aws.cloudwatch.EventBus(name, {});
  if (withPolicy) {
    const allow = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "events:PutEvents" };
    new aws.cloudwatch.EventBusPolicy(name, {
      eventBusName: bus.name,
      policy: document({ ...allow, Resource: bus.arn }),
    });
  }
  return bus;
}
