import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket, type BucketAccessLog, ColdStorage, type ObjectLock } from "./bucket.ts";
import type { EventRule } from "./event-rule.ts";
import { alarm } from "./internal/alarm.ts";
import { guard, oneOf, rule, wholeNumber } from "./internal/guard.ts";
import { logRetentionSteps } from "./lambda-function.ts";
import { type Permission, policyDocument, trustPolicy } from "./permission.ts";

/** Arguments of {@link Archive}. Limits: https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
export interface ArchiveArgs {
  /** AWS region. @default the provider's */
  region?: pulumi.Input<string>;
  /** ARN of the KMS key that everything in it is encrypted with: what waits, what lies in the bucket, and the log. */
  keyArn: pulumi.Input<string>;
  /** Where a record says of what kind it is: a path in JQ, such as `.detail."item-type"`. @default .kind */
  kindPath?: string;
  /** Longest that records are gathered for an object, in seconds, 60 to 900. @default 300 */
  bufferSeconds?: number;
  /** Days after which an object moves to cold storage, 1 to 36,500. @default 90 */
  coldAfterDays?: number;
  /** Which cold storage. @default ColdStorage.FlexibleRetrieval */
  coldStorage?: ColdStorage;
  /** Days after which an object is deleted, 1 to 36,500, more than `coldAfterDays`. @default never */
  retentionDays?: number;
  /** How objects are kept from being deleted or overwritten. It cannot be taken away again. @default not at all */
  objectLock?: ObjectLock;
  /** Where the requests of the bucket are logged. @default nowhere */
  accessLog?: BucketAccessLog;
  /** Days that its log of failed deliveries is kept: one of {@link logRetentionSteps}. @default 30 */
  logRetentionDays?: number;
  /** Rules whose events are kept; their kind is in `."detail-type"`. @default none */
  eventRules?: EventRule[];
  /** Age of the oldest record not delivered that raises an alarm, in seconds, more than `bufferSeconds`. @default twice `bufferSeconds` and 300 */
  ageAlarmSeconds?: number;
  /** Whether it is deleted with all that lies in it. @default false: one that holds anything cannot be deleted */
  forceDestroy?: boolean;
  /** ARNs that an alarm, and its end, is sent to. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/**
 * Keeps every record that is put to it, one JSON object a line, compressed and encrypted, under
 * `kind=<kind>/date=<day>/`, where a query finds a day or a kind without reading the rest. What is not JSON, or says no
 * kind, lies under `errors/` with the reason.
 *
 * Records come at least once, and some minutes late: a reader drops those with an id that it has seen.
 *
 * @example
 * const archive = new Archive("archive", { keyArn: key.arn, retentionDays: 3650 });
 * new LambdaFunction("publish", { ..., permissions: [archive.put], environment: { ARCHIVE: archive.streamName } });
 *
 * @throws InvalidArguments if an argument is out of its range, or two exclude each other
 */
export class Archive extends pulumi.ComponentResource {
  /** Where it all lies: `bucket.read` and `bucket.list` let a function read it. */
  readonly bucket: Bucket;
  /** Name of the delivery stream, for `PutRecordBatch`. */
  readonly streamName: pulumi.Output<string>;
  /** ARN of the delivery stream. */
  readonly arn: pulumi.Output<string>;
  /** Lets a function put records. */
  readonly put: Permission;
  /** ARNs of its alarms. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: ArchiveArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, keyArn, kindPath = ".kind", bufferSeconds = 300, coldAfterDays = 90, coldStorage } = args;
    const { retentionDays, objectLock, accessLog, logRetentionDays = 30, forceDestroy, alarmActions } = args;
    const { ageAlarmSeconds = 2 * bufferSeconds + 300, eventRules = [] } = args;
    guard("Archive", name, [
      rule(
        !/^(\.([A-Za-z_]\w*|"[^"\\{},]+"))+$/.test(kindPath),
        `kindPath is "${kindPath}", and must be a path such as .kind or .detail."item-type"`,
      ),
      wholeNumber("bufferSeconds", bufferSeconds, 60, 900),
      wholeNumber("coldAfterDays", coldAfterDays, 1, 36_500),
      wholeNumber("retentionDays", retentionDays, 1, 36_500),
      wholeNumber("ageAlarmSeconds", ageAlarmSeconds, bufferSeconds + 1, 86_400),
      wholeNumber("objectLock.days", objectLock?.days, 1, 36_500),
      oneOf("logRetentionDays", logRetentionDays, logRetentionSteps),
      rule(
        (retentionDays ?? Infinity) <= coldAfterDays,
        `retentionDays is ${retentionDays ?? ""}, and must be more than the coldAfterDays of ${coldAfterDays}`,
      ),
      rule(
        (retentionDays ?? Infinity) < (objectLock?.days ?? 0),
        `retentionDays is ${retentionDays ?? ""}, and must not be less than the objectLock.days of ${objectLock?.days ?? ""}`,
      ),
    ]);
    super("berth:index:Archive", name, {}, opts);
    const child = { parent: this };
    const owner = { ...child, region, actions: alarmActions };

    this.bucket = new Bucket(
      name,
      {
        region,
        keyArn,
        coldAfterDays,
        coldStorage,
        expirationDays: retentionDays,
        objectLock,
        accessLog,
        forceDestroy,
      },
      child,
    );
    const log = new aws.cloudwatch.LogGroup(
      name,
      { region, retentionInDays: logRetentionDays, kmsKeyId: keyArn },
      child,
    );
    const logStream = new aws.cloudwatch.LogStream(name, { region, logGroupName: log.name, name: "S3Delivery" }, child);
    const delivery = new aws.iam.Role(
      `${name}-delivery`,
      { assumeRolePolicy: trustPolicy("firehose.amazonaws.com"), description: `Delivers what is put to ${name}` },
      child,
    );
    const access = new aws.iam.RolePolicy(
      `${name}-delivery`,
      { role: delivery.name, policy: policyDocument(deliveryPermissions(this.bucket, log.arn)) },
      child,
    );
    const stream = new aws.kinesis.FirehoseDeliveryStream(
      name,
      {
        region,
        destination: "extended_s3",
        serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn },
        extendedS3Configuration: {
          roleArn: delivery.arn,
          bucketArn: this.bucket.arn,
          prefix: "kind=!{partitionKeyFromQuery:kind}/date=!{timestamp:yyyy-MM-dd}/",
          errorOutputPrefix: "errors/!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/",
          bufferingInterval: bufferSeconds,
          bufferingSize: 64, // the least that AWS takes with partitions
          compressionFormat: "GZIP",
          dynamicPartitioningConfiguration: { enabled: true },
          processingConfiguration: { enabled: true, processors: processors(kindPath) },
          cloudwatchLoggingOptions: { enabled: true, logGroupName: log.name, logStreamName: logStream.name },
        },
      },
      { ...child, dependsOn: [access] }, // its first delivery would be refused
    );
    if (eventRules.length > 0) {
      const events = new aws.iam.Role(
        `${name}-events`,
        { assumeRolePolicy: trustPolicy("events.amazonaws.com"), description: `Puts events to ${name}` },
        child,
      );
      const putting = { actions: ["firehose:PutRecord", "firehose:PutRecordBatch"], resources: [stream.arn] };
      new aws.iam.RolePolicy(`${name}-events`, { role: events.name, policy: policyDocument([putting]) }, child);
      for (const each of eventRules) each.deliverTo(stream.arn, { name, parent: this, roleArn: events.arn });
    }

    this.streamName = stream.name;
    this.arn = stream.arn;
    this.put = { actions: ["firehose:PutRecordBatch"], resources: [stream.arn] };
    const watch = { namespace: "AWS/Firehose", dimensions: { DeliveryStreamName: stream.name } };
    this.alarms = [
      alarm(
        `${name}-age`,
        {
          ...watch,
          description: `Records wait for more than ${ageAlarmSeconds} s to be delivered to the bucket of ${name}: read its log.`,
          metric: "DeliveryToS3.DataFreshness",
          statistic: "Maximum",
          above: ageAlarmSeconds,
        },
        owner,
      ).arn,
      alarm(
        `${name}-throttles`,
        {
          ...watch,
          description: `Records put to ${name} are refused: ask AWS for a higher limit of its stream.`,
          metric: "ThrottledRecords",
          statistic: "Sum",
          above: 0,
        },
        owner,
      ).arn,
    ];
    this.registerOutputs({ streamName: this.streamName, arn: this.arn });
  }
}

/** https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3 */
function deliveryPermissions(bucket: Bucket, logGroupArn: pulumi.Input<string>): Permission[] {
  return [
    bucket.read,
    bucket.write,
    {
      actions: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
      resources: [bucket.arn],
    },
    { actions: ["logs:PutLogEvents"], resources: [pulumi.interpolate`${logGroupArn}:log-stream:S3Delivery`] },
  ];
}

function processors(kindPath: string) {
  return [
    {
      type: "MetadataExtraction",
      parameters: [
        { parameterName: "JsonParsingEngine", parameterValue: "JQ-1.6" },
        { parameterName: "MetadataExtractionQuery", parameterValue: `{kind:${kindPath}}` },
      ],
    },
    {
      type: "AppendDelimiterToRecord",
      parameters: [{ parameterName: "Delimiter", parameterValue: String.raw`\n` }],
    },
  ];
}
