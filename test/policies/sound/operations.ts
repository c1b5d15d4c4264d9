import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { document } from "./documents.ts";

const topicArn = "arn:aws:sns:eu-west-1:123456789012:on-duty";

/** An alarm on a metric. */
export function alarm(
  name: string,
  [namespace, metricName]: readonly [string, string],
  dimensions: Record<string, pulumi.Input<string>>,
  change: Partial<aws.cloudwatch.MetricAlarmArgs> = {},
) {
  return new aws.cloudwatch.MetricAlarm(`${name}-${metricName}`, {
    namespace,
    metricName,
    dimensions,
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    threshold: 0,
    alarmActions: [topicArn],
    ...change,
  });
}

export function logGroup(name: string, change: Partial<aws.cloudwatch.LogGroupArgs> = {}) {
  const kmsKeyId = "arn:aws:kms:eu-west-1:123456789012:key/logs";
  return new aws.cloudwatch.LogGroup(name, { retentionInDays: 30, kmsKeyId, ...change });
}

export function key(name: string, change: Partial<aws.kms.KeyArgs> = {}) {
  const policy = document({
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::123456789012:root" },
    Action: "kms:*",
    Resource: "*",
  });
  return new aws.kms.Key(name, { enableKeyRotation: true, deletionWindowInDays: 30, policy, ...change });
}

export function trail(name: string, change: Partial<aws.cloudtrail.TrailArgs> = {}) {
  return new aws.cloudtrail.Trail(name, {
    s3BucketName: "trail",
    isMultiRegionTrail: true,
    enableLogFileValidation: true,
    kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/trail",
    cloudWatchLogsGroupArn: "arn:aws:logs:eu-west-1:123456789012:log-group:trail:*",
    ...change,
  });
}
