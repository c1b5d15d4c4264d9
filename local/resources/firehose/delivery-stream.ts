import { z } from "zod";
import type { DeliveryStreamDefinition } from "../../services/firehose/definition.ts";
import type { DeliveryStream } from "../../services/firehose/delivery-stream.ts";
import { type Context, type Instance, resourceType } from "../resource-type.ts";
import { type Processing, processing, processorsOf } from "./processing.ts";

const extendedS3Configuration = z.strictObject({
  roleArn: z.string(),
  bucketArn: z.string(),
  prefix: z.string().default(""),
  errorOutputPrefix: z.string().default(""),
  bufferingSize: z.int().default(5),
  bufferingInterval: z.int().default(300),
  compressionFormat: z.enum(["UNCOMPRESSED", "GZIP"]).default("UNCOMPRESSED"),
  cloudwatchLoggingOptions: z
    .strictObject({
      enabled: z.boolean().default(false),
      logGroupName: z.string().optional(),
      logStreamName: z.string().optional(),
    })
    .optional(),
  dynamicPartitioningConfiguration: z
    .strictObject({ enabled: z.boolean().default(false), retryDuration: z.int().min(0).max(7200).optional() })
    .optional(),
  processingConfiguration: processing.optional(),
  // Kept in the state, and without effect here.
  kmsKeyArn: z.unknown().optional(),
});

const inputs = z.object({
  name: z.string().optional(),
  destination: z.literal("extended_s3", "this machine delivers to extended_s3 only"),
  extendedS3Configuration,
});

type Inputs = z.infer<typeof inputs>;

/** A delivery stream to S3, put to directly; its id is its ARN. It retries for ever, whatever `retryDuration` says. */
export const firehoseDeliveryStream = resourceType({
  type: "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
  inputs,
  withoutEffect: ["serverSideEncryption"],
  replaceOn: ["name"],
  create({ region, autoName }, settings) {
    const stream = region.firehose.create(definitionOf(settings.name ?? autoName, settings));
    return Promise.resolve(instanceOf(stream, settings));
  },
  read({ region }, id) {
    const stream = region.firehose.stream(nameOf(id));
    return Promise.resolve(stream && { id, outputs: { name: stream.definition.name, arn: stream.arn } });
  },
  update({ region }, id, settings) {
    return Promise.resolve(instanceOf(region.firehose.update(definitionOf(nameOf(id), settings)), settings));
  },
  delete({ region }: Context, id) {
    region.firehose.delete(nameOf(id));
    return Promise.resolve();
  },
});

function definitionOf(name: string, { extendedS3Configuration: s3 }: Inputs): DeliveryStreamDefinition {
  const { metadataQuery, appendsDelimiter } = processorsOf(s3.processingConfiguration ?? noProcessing);
  const { enabled = false, logGroupName: group, logStreamName: stream } = s3.cloudwatchLoggingOptions ?? {};
  return {
    name,
    roleArn: s3.roleArn,
    bucketArn: s3.bucketArn,
    prefix: s3.prefix,
    errorOutputPrefix: s3.errorOutputPrefix,
    bufferMebibytes: s3.bufferingSize,
    bufferSeconds: s3.bufferingInterval,
    compression: s3.compressionFormat,
    isPartitioned: s3.dynamicPartitioningConfiguration?.enabled ?? false,
    metadataQuery,
    appendsDelimiter,
    log: enabled && group !== undefined && stream !== undefined ? { group, stream } : undefined,
  };
}

const noProcessing: Processing = { enabled: false, processors: [] };

function instanceOf(
  { arn, definition }: DeliveryStream,
  { extendedS3Configuration: s3, destination }: Inputs,
): Instance {
  return {
    id: arn,
    outputs: {
      name: definition.name,
      arn,
      destination,
      extendedS3Configuration: s3,
      destinationId: "destinationId-1",
      versionId: "1",
    },
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}
