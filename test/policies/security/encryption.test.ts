import * as encryption from "../../../policies/security/encryption.ts";
import { itIsAResourceRule, itIsAStackRule } from "../rule-tests.ts";
import { bucket } from "../sound/storage.ts";
import { unknown } from "../violations.ts";

itIsAResourceRule(encryption.queueEncryption, {
  type: "aws:sqs/queue:Queue",
  holds: [[{ sqsManagedSseEnabled: undefined, kmsMasterKeyId: "alias/orders" }]],
  breaks: [
    [{ sqsManagedSseEnabled: undefined }, ["neither sqsManagedSseEnabled nor kmsMasterKeyId is set: set one of them."]],
  ],
  unknown: [
    [{ sqsManagedSseEnabled: false, kmsMasterKeyId: unknown }, []],
    [{ sqsManagedSseEnabled: unknown }, "unjudged"],
  ],
});

const bare = "kmsMasterKeyId is not set: name a KMS key, one of your own if AWS services publish to the topic.";

itIsAResourceRule(encryption.topicEncryption, {
  type: "aws:sns/topic:Topic",
  breaks: [[{ kmsMasterKeyId: undefined }, [bare]]],
  unknown: [[{ kmsMasterKeyId: unknown }, []]],
});

itIsAResourceRule(encryption.tableEncryption, {
  type: "aws:dynamodb/table:Table",
  breaks: [
    [{ serverSideEncryption: { enabled: false } }, ["serverSideEncryption.enabled is false: set it to true."]],
    [{ serverSideEncryption: undefined }, ["serverSideEncryption.enabled is not set: set it to true."]],
  ],
  unknown: [[{ serverSideEncryption: { enabled: unknown } }, "unjudged"]],
});

itIsAResourceRule(encryption.streamEncryption, {
  type: "aws:kinesis/stream:Stream",
  breaks: [[{ encryptionType: undefined }, ['encryptionType is not set: set it to "KMS", with a kmsKeyId.']]],
  unknown: [
    [{ kmsKeyId: unknown }, []],
    [{ encryptionType: unknown }, "unjudged"],
  ],
});

itIsAResourceRule(encryption.firehoseEncryption, {
  type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
  holds: [[{ serverSideEncryption: undefined, kinesisSourceConfiguration: { kinesisStreamArn: "a", roleArn: "b" } }]],
  breaks: [[{ serverSideEncryption: { enabled: false } }, ["serverSideEncryption.enabled is not true: set it."]]],
  unknown: [[{ serverSideEncryption: { enabled: unknown } }, "unjudged"]],
});

const silent = "no aws.s3.BucketServerSideEncryptionConfiguration belongs to it: add one.";

itIsAStackRule(encryption.bucketEncryption, {
  breaks: [[() => bucket("pages", {}, ["encryption"]), [[silent, "pages"]]]],
  unknown: [
    [() => bucket("pages"), []],
    [() => bucket("pages", {}, ["encryption"]), [silent]],
  ],
});

itIsAResourceRule(encryption.cacheEncryption, {
  type: "aws:apigateway/methodSettings:MethodSettings",
  holds: [[{ settings: { cachingEnabled: true, cacheDataEncrypted: true } }]],
  breaks: [
    [
      { methodPath: "items/GET", settings: { cachingEnabled: true, cacheDataEncrypted: false } },
      ["settings.cacheDataEncrypted of items/GET is not true, and cachingEnabled is: set it to true."],
    ],
  ],
  unknown: [[{ settings: { cachingEnabled: true, cacheDataEncrypted: unknown } }, "unjudged"]],
});
