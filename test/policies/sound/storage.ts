import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { document, tlsOnly } from "./documents.ts";
import { alarm } from "./operations.ts";

export function table(name: string, change: Partial<aws.dynamodb.TableArgs> = {}, watched = true): aws.dynamodb.Table {
  const made = new aws.dynamodb.Table(name, {
    billingMode: "PAY_PER_REQUEST",
    hashKey: "pk",
    attributes: [{ name: "pk", type: "S" }],
    streamEnabled: true,
    streamViewType: "NEW_AND_OLD_IMAGES",
    serverSideEncryption: { enabled: true },
    pointInTimeRecovery: { enabled: true },
    deletionProtectionEnabled: true,
    replicas: [replica("us-east-1")],
    ...change,
  });
  if (watched) {
    for (const metric of ["ReadThrottleEvents", "WriteThrottleEvents"]) {
      alarm(name, ["AWS/DynamoDB", metric], { TableName: made.name });
    }
  }
  return made;
}

export function replica(regionName: string, change: Partial<aws.types.input.dynamodb.TableReplica> = {}) {
  return { regionName, pointInTimeRecovery: true, deletionProtectionEnabled: true, propagateTags: true, ...change };
}

/** What belongs to a bucket, and can be left out. */
type Companion = "policy" | "block" | "encryption" | "versioning" | "lifecycle" | "log";

export function bucket(
  name: string,
  change: Partial<aws.s3.BucketArgs> = {},
  without: Companion[] = [],
  policy: (arn: pulumi.Output<string>) => pulumi.Output<string> = (arn) => document(tlsOnly(arn)),
): aws.s3.Bucket {
  const made = new aws.s3.Bucket(name, change);
  const of = { bucket: made.bucket };
  if (!without.includes("policy")) new aws.s3.BucketPolicy(name, { ...of, policy: policy(made.arn) });
  if (!without.includes("block")) publicAccessBlock(name, made);
  if (!without.includes("encryption")) {
    const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }];
    new aws.s3.BucketServerSideEncryptionConfiguration(name, { ...of, rules });
  }
  if (!without.includes("versioning")) {
    new aws.s3.BucketVersioning(name, { ...of, versioningConfiguration: { status: "Enabled" } });
  }
  if (!without.includes("lifecycle")) {
    const rules = [{ id: "old", status: "Enabled", noncurrentVersionExpiration: { noncurrentDays: 30 } }];
    new aws.s3.BucketLifecycleConfiguration(name, { ...of, rules });
  }
  if (!without.includes("log")) new aws.s3.BucketLogging(name, { ...of, targetBucket: "logs", targetPrefix: name });
  return made;
}

export function publicAccessBlock(
  name: string,
  of: aws.s3.Bucket,
  change: Partial<aws.s3.BucketPublicAccessBlockArgs> = {},
) {
  return new aws.s3.BucketPublicAccessBlock(name, {
    bucket: of.bucket,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
    ...change,
  });
}

export function stream(name: string, change: Partial<aws.kinesis.StreamArgs> = {}) {
  return new aws.kinesis.Stream(name, { encryptionType: "KMS", kmsKeyId: "alias/streams", ...change });
}

export function firehose(name: string, change: Partial<aws.kinesis.FirehoseDeliveryStreamArgs> = {}) {
  return new aws.kinesis.FirehoseDeliveryStream(name, {
    destination: "extended_s3",
    serverSideEncryption: { enabled: true },
    ...change,
  });
}
