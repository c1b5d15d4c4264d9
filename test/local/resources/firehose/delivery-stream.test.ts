import { expect } from "chai";
import { firehoseDeliveryStream } from "../../../../local/resources/firehose/delivery-stream.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

const roleArn = "arn:aws:iam::000000000000:role/delivery";
const s3 = { roleArn, bucketArn: "arn:aws:s3:::archive" };
const processor = (type: string, parameters: Record<string, string>) => ({
  type,
  parameters: Object.entries(parameters).map(([parameterName, parameterValue]) => ({ parameterName, parameterValue })),
});
const extraction = { JsonParsingEngine: "JQ-1.6", MetadataExtractionQuery: "{kind:.kind}" };

describe("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", () => {
  let fixture: RegionFixture;
  beforeEach(async () => {
    fixture = await startRegion();
    const statement = { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" };
    const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: statement });
    fixture.context.region.iam.putRole({ name: "delivery", assumeRolePolicy });
  });
  afterEach(() => fixture.close());

  const create = async (configuration: object, rest: object = {}) =>
    firehoseDeliveryStream.create(fixture.context, {
      name: "events",
      destination: "extended_s3",
      extendedS3Configuration: { ...s3, ...configuration },
      ...rest,
    });
  const definition = (name = "events") => fixture.context.region.firehose.stream(name)?.definition;

  it("is made with AWS's defaults, read, changed and removed", async () => {
    const { context } = fixture;
    const { id, outputs } = await create({}, { serverSideEncryption: { enabled: true } });
    expect(id).to.equal("arn:aws:firehose:eu-west-1:000000000000:deliverystream/events");
    expect(outputs).to.deep.include({ name: "events", arn: id, serverSideEncryption: { enabled: true } });
    expect(definition()).to.deep.include({ bufferMebibytes: 5, bufferSeconds: 300, compression: "UNCOMPRESSED" });
    await firehoseDeliveryStream.update(context, id, {
      name: "events",
      destination: "extended_s3",
      extendedS3Configuration: { ...s3, bufferingInterval: 60 },
    });
    expect(definition()?.bufferSeconds).to.equal(60);
    expect(await firehoseDeliveryStream.read(context, id)).to.deep.equal({ id, outputs: { name: "events", arn: id } });
    await firehoseDeliveryStream.delete(context, id);
    expect(await firehoseDeliveryStream.read(context, id)).to.equal(undefined);
    await firehoseDeliveryStream.delete(context, id);
  });

  it("has a name of its own if the program gives none", async () => {
    await create({}, { name: undefined });
    expect(definition("auto-name")?.roleArn).to.equal(roleArn);
  });

  it("is understood with partitions, processors and a log", async () => {
    await create({
      prefix: "!{partitionKeyFromQuery:kind}/!{timestamp:yyyy}/",
      errorOutputPrefix: "!{firehose:error-output-type}/",
      bufferingSize: 64,
      compressionFormat: "GZIP",
      kmsKeyArn: "arn:key",
      dynamicPartitioningConfiguration: { enabled: true, retryDuration: 300 },
      cloudwatchLoggingOptions: { enabled: true, logGroupName: "log", logStreamName: "S3Delivery" },
      processingConfiguration: {
        enabled: true,
        processors: [
          processor("MetadataExtraction", extraction),
          processor("AppendDelimiterToRecord", { Delimiter: String.raw`\n` }),
        ],
      },
    });
    expect(definition()).to.deep.include({
      isPartitioned: true,
      metadataQuery: "{kind:.kind}",
      appendsDelimiter: true,
      compression: "GZIP",
      log: { group: "log", stream: "S3Delivery" },
    });
  });

  const processing = (...processors: object[]) => ({ processingConfiguration: { enabled: true, processors } });
  const refused: [string, object, string][] = [
    ["a small buffer with partitions", { dynamicPartitioningConfiguration: { enabled: true } }, "must have 64 or more"],
    [
      "a processor that it does not know",
      processing(processor("Lambda", {})),
      "knows the processors MetadataExtraction",
    ],
    [
      "a parameter that it does not know",
      processing(processor("MetadataExtraction", { ...extraction, Retries: "1" })),
      "does not know the parameter Retries",
    ],
    [
      "another engine",
      processing(processor("MetadataExtraction", { ...extraction, JsonParsingEngine: "JQ-1.7" })),
      "JsonParsingEngine is JQ-1.7, and must be JQ-1.6",
    ],
    ["no query", processing(processor("MetadataExtraction", {})), "needs the parameter MetadataExtractionQuery"],
    ["another delimiter", processing(processor("AppendDelimiterToRecord", { Delimiter: "," })), "Delimiter is ,"],
    ["another compression", { compressionFormat: "ZIP" }, "extendedS3Configuration.compressionFormat: "],
    ["backup", { s3BackupMode: "Enabled" }, "does not know the input extendedS3Configuration.s3BackupMode"],
    ["a role that is not there", { roleArn: "arn:aws:iam::000000000000:role/nobody" }, "nobody cannot be found"],
  ];
  for (const [what, configuration, message] of refused) {
    it(`refuses ${what}`, async () => {
      expect((await failureOf(create(configuration))).message).to.include(message);
      expect(definition()).to.equal(undefined);
    });
  }

  it("refuses another destination and another source", async () => {
    expect((await failureOf(create({}, { destination: "splunk" }))).message).to.include("extended_s3 only");
    const source = { kinesisSourceConfiguration: { roleArn, kinesisStreamArn: "arn" } };
    expect((await failureOf(create({}, source))).message).to.include("kinesisSourceConfiguration");
  });
});
