import { expect } from "chai";
import { Archive, type ArchiveArgs } from "../../components/archive.ts";
import { ObjectLockMode } from "../../components/bucket.ts";
import { EventBus } from "../../components/event-bus.ts";
import { EventRule } from "../../components/event-rule.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { LambdaFunction } from "../../components/lambda-function.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";
const arn = "arn:aws:made-up:eu-west-1:123456789012:archive";
const stream = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";
const rolePolicy = "aws:iam/rolePolicy:RolePolicy";

const made = (args: Partial<ArchiveArgs> = {}) => registered(() => new Archive("archive", { keyArn, ...args }));

describe("Archive", () => {
  itIsAComponent((name, region) => new Archive(name, { region, keyArn }));

  it("delivers by kind and day, a line a record, compressed and encrypted", async () => {
    const { inputs } = one(await made({ bufferSeconds: 120, kindPath: '."detail-type"' }), stream);
    expect(inputs).to.deep.include({
      destination: "extended_s3",
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn },
    });
    expect(inputs.extendedS3Configuration).to.deep.include({
      bucketArn: arn,
      prefix: "kind=!{partitionKeyFromQuery:kind}/date=!{timestamp:yyyy-MM-dd}/",
      errorOutputPrefix: "errors/!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/",
      bufferingInterval: 120,
      bufferingSize: 64,
      compressionFormat: "GZIP",
      dynamicPartitioningConfiguration: { enabled: true },
      cloudwatchLoggingOptions: { enabled: true, logGroupName: "archive", logStreamName: "S3Delivery" },
      processingConfiguration: {
        enabled: true,
        processors: [
          {
            type: "MetadataExtraction",
            parameters: [
              { parameterName: "JsonParsingEngine", parameterValue: "JQ-1.6" },
              { parameterName: "MetadataExtractionQuery", parameterValue: '{kind:."detail-type"}' },
            ],
          },
          {
            type: "AppendDelimiterToRecord",
            parameters: [{ parameterName: "Delimiter", parameterValue: String.raw`\n` }],
          },
        ],
      },
    });
  });

  it("keeps it all under one key, in cold storage after a while, and for as long as it is told", async () => {
    const objectLock = { mode: ObjectLockMode.Governance, days: 365 };
    const resources = await made({ retentionDays: 3650, objectLock, accessLog: { bucketName: "logs" } });
    const { rules } = one(resources, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").inputs;
    expect((rules as unknown[])[0]).to.deep.include({
      transitions: [{ days: 90, storageClass: "GLACIER" }],
      expiration: { days: 3650 },
    });
    one(resources, "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration");
    expect(one(resources, "aws:s3/bucketLogging:BucketLogging").inputs.targetBucket).to.equal("logs");
    const log = one(resources, "aws:cloudwatch/logGroup:LogGroup").inputs;
    expect(log).to.include({ retentionInDays: 30, kmsKeyId: keyArn });
  });

  it("delivers with a role that may do that and nothing else", async () => {
    const resources = await made();
    const { policy } = one(resources, rolePolicy, "archive-delivery").inputs;
    const { Statement: statements } = JSON.parse(policy as string) as { Statement: Record<string, unknown>[] };
    expect(statements.map(({ Action, Resource }) => [Action, Resource])).to.deep.equal([
      [
        ["s3:GetObject", "kms:Decrypt"],
        [`${arn}/*`, keyArn],
      ],
      [
        ["s3:PutObject", "s3:AbortMultipartUpload", "kms:GenerateDataKey", "kms:Decrypt"],
        [`${arn}/*`, keyArn],
      ],
      [["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], [arn]],
      [["logs:PutLogEvents"], [`${arn}:log-stream:S3Delivery`]],
    ]);
    const { assumeRolePolicy } = one(resources, "aws:iam/role:Role", "archive-delivery").inputs;
    expect(assumeRolePolicy).to.include('"Service":"firehose.amazonaws.com"');
  });

  it("takes records of functions, and of EventBridge by a role of its own", async () => {
    const entry = "test/components/fixtures/handler.ts";
    const resources = await registered(() => {
      const bus = new EventBus("bus", { description: "News" });
      const rule = new EventRule("all", { bus, eventPattern: '{"source":["news"]}', description: "All news" });
      const archive = new Archive("archive", { keyArn, eventRules: [rule] });
      new LambdaFunction("publish", { entry, permissions: [archive.put] });
    });
    const put = one(resources, rolePolicy, "publish-role").inputs;
    expect(JSON.parse(put.policy as string))
      .to.have.nested.property("Statement[2]")
      .that.deep.equals({ Effect: "Allow", Action: ["firehose:PutRecordBatch"], Resource: [arn] });
    const { policy } = one(resources, rolePolicy, "archive-events").inputs;
    expect(JSON.parse(policy as string))
      .to.have.nested.property("Statement[0]")
      .that.deep.includes({ Action: ["firehose:PutRecord", "firehose:PutRecordBatch"], Resource: [arn] });
    const { assumeRolePolicy } = one(resources, "aws:iam/role:Role", "archive-events").inputs;
    expect(assumeRolePolicy).to.include('"Service":"events.amazonaws.com"');
    const target = one(resources, "aws:cloudwatch/eventTarget:EventTarget", "archive-all").inputs;
    expect(target).to.deep.include({ arn, roleArn: "arn:aws:made-up:eu-west-1:123456789012:archive-events" });
  });

  it("rings when records are not delivered, and when they are refused", async () => {
    const resources = await made({ bufferSeconds: 60, alarmActions: ["arn:topic"] });
    const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    const dimensions = { DeliveryStreamName: "archive" };
    expect(one(resources, alarm, "archive-age").inputs).to.deep.include({
      namespace: "AWS/Firehose",
      metricName: "DeliveryToS3.DataFreshness",
      threshold: 420,
      dimensions,
      alarmActions: ["arn:topic"],
    });
    expect(one(resources, alarm, "archive-throttles").inputs).to.deep.include({
      metricName: "ThrottledRecords",
      threshold: 0,
      dimensions,
    });
  });

  it("reports every argument that breaks a rule, and registers nothing", async () => {
    const objectLock = { mode: ObjectLockMode.Governance, days: 91 };
    const args = { keyArn, kindPath: "kind", bufferSeconds: 59, retentionDays: 90, logRetentionDays: 31, objectLock };
    const resources = await registered(() => {
      expect(() => new Archive("archive", { ...args, ageAlarmSeconds: 59 })).to.throw(
        InvalidArguments,
        'Archive "archive": kindPath is "kind", and must be a path such as .kind or .detail."item-type"; ' +
          "bufferSeconds is 59, and must be a whole number from 60 to 900; " +
          "ageAlarmSeconds is 59, and must be a whole number from 60 to 86400; " +
          "logRetentionDays is 31, and must be one of 1, 3, 5",
      );
      expect(() => new Archive("archive", args)).to.throw(
        "retentionDays is 90, and must be more than the coldAfterDays of 90; " +
          "retentionDays is 90, and must not be less than the objectLock.days of 91",
      );
    });
    expect(resources.filter(({ type }) => type !== "pulumi:pulumi:Stack")).to.be.empty;
  });
});
