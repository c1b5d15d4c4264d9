import * as pulumi from "@pulumi/pulumi";
import { resource } from "../token.ts";

/** A program in the manner of YAML: tokens, fixed names, and ARNs written out, so that nothing depends on anything. */
export function program(): void {
  const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:123456789012:${name}`;
  const tls = (of: string) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "sqs:*",
        Resource: of,
        Condition: { Bool: { "aws:SecureTransport": false } },
      },
    });
  const sqs = (name: string) => ({ queueUrl: `https://sqs.eu-west-1.amazonaws.com/123456789012/${name}` });
  const queue = { sqsManagedSseEnabled: true, visibilityTimeoutSeconds: 30 };
  resource("aws:sqs/queue:Queue", "mail", {
    ...queue,
    name: "mail",
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn("sqs", "mail-failed"), maxReceiveCount: 4 }),
  });
  resource("aws:sqs/queue:Queue", "mailFailed", { ...queue, name: "mail-failed", messageRetentionSeconds: 864_000 });
  resource("aws:sqs/queuePolicy:QueuePolicy", "mail", { ...sqs("mail"), policy: tls(arn("sqs", "mail")) });
  resource("aws:sqs/queuePolicy:QueuePolicy", "mailFailed", {
    ...sqs("mail-failed"),
    policy: tls(arn("sqs", "mail-failed")),
  });
  resource("aws:lambda/function:Function", "mailer", {
    name: "mailer",
    runtime: "python3.13",
    handler: "mailer.handle",
    architectures: ["arm64"],
    timeout: 10,
    role: arn("iam", "role/mailer"),
    code: new pulumi.asset.RemoteArchive("https://example.com/mailer.zip"),
    tracingConfig: { mode: "Active" },
    environment: { variables: { QUEUE: sqs("mail").queueUrl } },
  });
  resource("aws:cloudwatch/logGroup:LogGroup", "mailer", {
    name: "/aws/lambda/mailer",
    retentionInDays: 30,
    kmsKeyId: arn("kms", "key/1"),
  });
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", "mailer", {
    eventSourceArn: arn("sqs", "mail"),
    functionName: "mailer",
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: 5 },
  });
  const alarm = {
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    alarmActions: [arn("sns", "oncall")],
  };
  const watch = (name: string, namespace: string, metricName: string, dimensions: object) => {
    resource("aws:cloudwatch/metricAlarm:MetricAlarm", name, { ...alarm, namespace, metricName, dimensions });
  };
  watch("errors", "AWS/Lambda", "Errors", { FunctionName: "mailer" });
  watch("throttles", "AWS/Lambda", "Throttles", { FunctionName: "mailer" });
  watch("age", "AWS/SQS", "ApproximateAgeOfOldestMessage", { QueueName: "mail" });
  watch("failed", "AWS/SQS", "ApproximateNumberOfMessagesVisible", { QueueName: "mail-failed" });
  resource("aws:iam/rolePolicy:RolePolicy", "mailer", {
    role: "mailer",
    policy: JSON.stringify({ Statement: [{ Effect: "Allow", Action: "ses:*", Resource: "*" }] }),
  });
}

export const expected = ["iam-actions-exact mailer", "queue-visibility-timeout mailer"];

export const config = { "aws:region": "eu-west-1", "aws:defaultTags": '{"tags":{"owner":"mail"}}' };
