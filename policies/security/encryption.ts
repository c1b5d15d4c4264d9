import * as aws from "@pulumi/aws";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";
import { isSet } from "../framework/unknown.ts";

export const queueEncryption = resourceRule(
  {
    name: "queue-encryption",
    level: "mandatory",
    what: "A queue is encrypted at rest",
    why: "What customers sent lies in it as it is.",
    controls: ["FSBP SQS.1", "cdk-nag AwsSolutions-SQS2", "CKV_AWS_27"],
  },
  on(aws.sqs.Queue, (queue, { report }) => {
    if (isSet(queue, "kmsMasterKeyId") || queue.sqsManagedSseEnabled === true) return;
    report("neither sqsManagedSseEnabled nor kmsMasterKeyId is set: set one of them.");
  }),
);

export const topicEncryption = resourceRule(
  {
    name: "topic-encryption",
    level: "mandatory",
    dev: "advisory",
    what: "A topic is encrypted at rest with a KMS key",
    why: "A message that waits to be delivered lies on a disk as it is.",
    controls: ["Security Hub SNS.1", "cdk-nag SNSEncryptedKMS", "CKV_AWS_26"],
  },
  on(aws.sns.Topic, (topic, { report }) => {
    if (isSet(topic, "kmsMasterKeyId")) return;
    report("kmsMasterKeyId is not set: name a KMS key, one of your own if AWS services publish to the topic.");
  }),
);

export const tableEncryption = resourceRule(
  {
    name: "table-encryption",
    level: "mandatory",
    what: "A table is encrypted with a key of the account",
    why: "Who may read the table is then decided by the key too, and the key's use is recorded.",
    controls: ["CKV_AWS_119"],
  },
  on(aws.dynamodb.Table, ({ serverSideEncryption }, { report }) => {
    if (serverSideEncryption?.enabled === true) return;
    report(`serverSideEncryption.enabled is ${serverSideEncryption?.enabled ?? "not set"}: set it to true.`);
  }),
);

export const streamEncryption = resourceRule(
  {
    name: "stream-encryption",
    level: "mandatory",
    what: "A Kinesis stream is encrypted at rest",
    why: "What customers did lies in it as it is, for days.",
    controls: ["FSBP Kinesis.1", "cdk-nag AwsSolutions-KDS1", "CKV_AWS_43"],
  },
  on(aws.kinesis.Stream, ({ encryptionType }, { report }) => {
    if (encryptionType === "KMS") return;
    report(`encryptionType is ${encryptionType ?? "not set"}: set it to "KMS", with a kmsKeyId.`);
  }),
);

export const firehoseEncryption = resourceRule(
  {
    name: "firehose-encryption",
    level: "mandatory",
    what: "A Firehose stream is encrypted at rest",
    why: "What it has not delivered yet lies in it as it is.",
    controls: ["FSBP DataFirehose.1", "cdk-nag AwsSolutions-KDF1", "CKV_AWS_240"],
  },
  on(aws.kinesis.FirehoseDeliveryStream, (stream, { report }) => {
    // One that reads from a Kinesis stream is encrypted with that stream's key.
    if (isSet(stream, "kinesisSourceConfiguration") || stream.serverSideEncryption?.enabled === true) return;
    report("serverSideEncryption.enabled is not true: set it.");
  }),
);

export const bucketEncryption = stackRule(
  {
    name: "bucket-encryption",
    level: "mandatory",
    what: "A bucket says how it encrypts",
    why: "AWS encrypts with a key of its own if nobody says: whether that is enough should be in the program.",
    controls: ["CKV_AWS_19", "CKV_AWS_145", "cdk-nag S3DefaultEncryptionKMS"],
  },
  each(aws.s3.Bucket, (bucket, { stack, report }) => {
    if (stack.referring(aws.s3.BucketServerSideEncryptionConfiguration, "bucket", bucket).length > 0) return;
    report("no aws.s3.BucketServerSideEncryptionConfiguration belongs to it: add one.");
  }),
);

export const cacheEncryption = resourceRule(
  {
    name: "cache-encryption",
    level: "mandatory",
    what: "A cache of a REST API is encrypted",
    why: "What one customer was answered lies in it as it is.",
    controls: ["FSBP APIGateway.5", "cdk-nag APIGWCacheEnabledAndEncrypted", "CKV_AWS_308"],
  },
  on(aws.apigateway.MethodSettings, ({ methodPath, settings: { cachingEnabled, cacheDataEncrypted } }, { report }) => {
    if (cachingEnabled !== true || cacheDataEncrypted === true) return;
    report(`settings.cacheDataEncrypted of ${methodPath} is not true, and cachingEnabled is: set it to true.`);
  }),
);
