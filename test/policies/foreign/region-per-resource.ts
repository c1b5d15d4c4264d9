import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** A team that says the region on each resource, as version 7 of the provider lets it; with good habits, but two slips. */
export function program(): void {
  const alarmActions = ["arn:aws:sns:eu-west-1:123456789012:oncall"];
  const queues = ["eu-west-1", "us-east-1", "il-central-1"].map((region) => {
    const failed = new aws.sqs.Queue(`failed-${region}`, {
      region,
      messageRetentionSeconds: 1_209_600,
      kmsMasterKeyId: "alias/queues",
    });
    const queue = new aws.sqs.Queue(`work-${region}`, {
      region,
      kmsMasterKeyId: "alias/queues",
      redrivePolicy: pulumi.interpolate`{"deadLetterTargetArn":"${failed.arn}","maxReceiveCount":3}`,
    });
    for (const [name, { url, arn }] of Object.entries({ [`work-${region}`]: queue, [`failed-${region}`]: failed })) {
      new aws.sqs.QueuePolicy(name, {
        region,
        queueUrl: url,
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Deny",
              Principal: "*",
              Action: ["sqs:*"],
              Resource: [arn],
              Condition: { Bool: { "aws:SecureTransport": ["false"] } },
            },
          ],
        },
      });
    }
    const watch = {
      region,
      namespace: "AWS/SQS",
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      alarmActions,
    };
    new aws.cloudwatch.MetricAlarm(`age-${region}`, {
      ...watch,
      metricName: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: queue.name },
    });
    new aws.cloudwatch.MetricAlarm(`failed-${region}`, {
      ...watch,
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: failed.name },
    });
    return queue;
  });
  const log = new aws.cloudwatch.LogGroup("worker", {
    retentionInDays: 30,
    kmsKeyId: "alias/logs",
    region: "us-east-1",
  });
  const worker = new aws.lambda.Function("worker", {
    region: "us-east-1",
    runtime: "python3.13",
    architectures: ["arm64"],
    handler: "worker.handle",
    role: "arn:aws:iam::123456789012:role/worker",
    s3Bucket: "releases",
    s3Key: "worker.zip",
    tracingConfig: { mode: "Active" },
    loggingConfig: { logFormat: "JSON", logGroup: log.name },
    environment: { variables: { UPSTREAM: queues[0]?.url ?? "" } },
  });
  for (const metricName of ["Errors", "Throttles"]) {
    new aws.cloudwatch.MetricAlarm(metricName, {
      region: "us-east-1",
      namespace: "AWS/Lambda",
      metricName,
      dimensions: { FunctionName: worker.name },
      comparisonOperator: "GreaterThanThreshold",
      evaluationPeriods: 1,
      alarmActions,
    });
  }
}

export const expected = [
  "region-allowed failed-il-central-1",
  "region-allowed work-il-central-1",
  "region-allowed work-il-central-1",
  "region-allowed failed-il-central-1",
  "region-allowed age-il-central-1",
  "region-allowed failed-il-central-1",
  "no-cross-region-reference worker",
];

export const config = { "aws:region": "eu-west-1", "aws:defaultTags": '{"tags":{"owner":"platform"}}' };
