import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { tlsOnly } from "../permission.ts";
import { alarm } from "./alarm.ts";

/** How long dead letters are kept, in seconds: 14 days, the most that SQS does. */
export const deadLetterRetentionSeconds = 14 * 24 * 3600;

/** A place for what failed for good, and the alarm that says that something is there. */
export interface DeadLetters {
  queue: aws.sqs.Queue;
  alarm: aws.cloudwatch.MetricAlarm;
}

/** An AWS service that may send, for one resource or for all of one account. */
type Sender = { service: string } & ({ sourceArn: pulumi.Input<string> } | { sourceAccount: pulumi.Input<string> });

/** Makes an encrypted queue that answers over TLS only. */
export function deadLetters(
  name: string,
  { description, sender }: { description: string; sender?: Sender },
  owner: {
    parent: pulumi.Resource;
    region: pulumi.Input<string> | undefined;
    actions: pulumi.Input<string>[] | undefined;
  },
): DeadLetters {
  const { region, parent } = owner;
  const queue = new aws.sqs.Queue(
    name,
    { region, messageRetentionSeconds: deadLetterRetentionSeconds, sqsManagedSseEnabled: true },
    { parent },
  );
  const sending = sender && {
    Effect: "Allow",
    Principal: { Service: sender.service },
    Action: "sqs:SendMessage",
    Resource: queue.arn,
    Condition:
      "sourceArn" in sender
        ? { ArnEquals: { "aws:SourceArn": sender.sourceArn } }
        : { StringEquals: { "aws:SourceAccount": sender.sourceAccount } },
  };
  const statements = [tlsOnly("sqs:*", queue.arn), ...(sending === undefined ? [] : [sending])];
  const policy = pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
  new aws.sqs.QueuePolicy(name, { region, queueUrl: queue.url, policy }, { parent });
  const watch = {
    description,
    namespace: "AWS/SQS",
    metric: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.name },
    statistic: "Maximum",
    above: 0,
  };
  return { queue, alarm: alarm(name, watch, owner) };
}
