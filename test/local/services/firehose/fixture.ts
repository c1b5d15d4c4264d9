import { FirehoseClient } from "@aws-sdk/client-firehose";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { DeliveryStreamDefinition } from "../../../../local/services/firehose/definition.ts";
import { Firehose } from "../../../../local/services/firehose/firehose.ts";
import { Logs } from "../../../../local/services/logs/logs.ts";
import { objectUrl } from "../../../../local/services/s3/buckets.ts";
import { policy } from "../../iam-documents.ts";
import { RecordedMeasurements } from "../../recorded-measurements.ts";
import { region, S3Fixture } from "../s3/fixture.ts";

const roleArn = "arn:aws:iam::000000000000:role/delivery";

/** A stream that delivers at once. */
export const plain: DeliveryStreamDefinition = {
  name: "events",
  roleArn,
  bucketArn: "arn:aws:s3:::archive",
  prefix: "all/",
  errorOutputPrefix: "",
  bufferMebibytes: 1,
  bufferSeconds: 0,
  compression: "UNCOMPRESSED",
  isPartitioned: false,
  appendsDelimiter: false,
};

/** A stream that waits for long, and delivers by kind, a line a record. */
export const partitioned: DeliveryStreamDefinition = {
  ...plain,
  prefix: "kind=!{partitionKeyFromQuery:kind}/date=!{timestamp:yyyy-MM-dd}/",
  errorOutputPrefix: "errors/!{firehose:error-output-type}/",
  bufferMebibytes: 64,
  bufferSeconds: 900,
  compression: "GZIP",
  isPartitioned: true,
  metadataQuery: "{kind:.kind}",
  appendsDelimiter: true,
};

/** The Firehose of a region behind its endpoint, a bucket `archive`, and a role `delivery` that may write to it. */
export class FirehoseFixture {
  readonly measurements = new RecordedMeasurements();
  readonly reports: string[] = [];
  readonly firehose: Firehose;
  readonly operator: FirehoseClient;
  readonly logs: Logs;

  private constructor(
    readonly store: S3Fixture,
    private readonly folder: string,
  ) {
    this.logs = new Logs(folder);
    const { iam, endpoint, s3 } = store;
    this.firehose = new Firehose({
      region,
      iam,
      objects: s3,
      logs: this.logs,
      measurements: this.measurements,
      report: (line) => this.reports.push(line),
      retryMilliseconds: 5,
      measureEveryMilliseconds: 5,
    });
    endpoint.register(this.firehose);
    this.operator = this.clientOf("operator");
    const assumeRolePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { Service: "firehose.amazonaws.com" }, Action: "sts:AssumeRole" },
    });
    iam.putRole({ name: "delivery", assumeRolePolicy });
    this.allow("s3:PutObject", "arn:aws:s3:::archive/*");
  }

  static async start(): Promise<FirehoseFixture> {
    return new FirehoseFixture(await S3Fixture.start(), await mkdtemp(join(tmpdir(), "berth-firehose-")));
  }

  /** Lets the role of the streams do this, and nothing else. */
  allow(action: string, resource: string): void {
    this.store.iam.putRolePolicy("delivery", "p", policy("Allow", action, resource));
  }

  clientOf(role: string): FirehoseClient {
    const { iam, endpoint } = this.store;
    const credentials = role === "operator" ? iam.operator : iam.credentials(role);
    return new FirehoseClient({ endpoint: endpoint.url, region, credentials, maxAttempts: 1 });
  }

  /** Keys of the objects that were delivered, in order. */
  keys(): Promise<string[]> {
    return this.store.s3.buckets.keys("archive");
  }

  /** What an object holds, unpacked if its name says so. */
  async text(key: string): Promise<string> {
    const { body } = await this.store.messaging.s3({ method: "GET", url: objectUrl("archive", key) });
    const bytes = Buffer.from(body);
    return (key.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  }

  async close(): Promise<void> {
    this.operator.destroy();
    await this.firehose.close();
    await this.store.close();
    await this.logs.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
