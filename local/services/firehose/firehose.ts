import { randomBytes } from "node:crypto";
import { z } from "zod";
import { accountId } from "../../account.ts";
import { AwsError } from "../../endpoint/aws-error.ts";
import { awsJson } from "../../endpoint/protocol.ts";
import type { AccessRequest, EndpointRequest, EndpointResponse, EndpointService } from "../../endpoint/service.ts";
import type { Measurements } from "../cloudwatch/metric.ts";
import type { Iam } from "../iam/iam.ts";
import type { Logs } from "../logs/logs.ts";
import type { DeliveryStreamDefinition } from "./definition.ts";
import { DeliveryStream } from "./delivery-stream.ts";

/** Where delivery streams write: the region's S3. */
interface Objects {
  put(accessKeyId: string, object: { bucket: string; key: string; body: Buffer; contentType: string }): Promise<void>;
}

interface FirehoseOptions {
  readonly region: string;
  readonly iam: Iam;
  readonly objects: Objects;
  readonly logs: Logs;
  readonly measurements: Measurements;
  /** Told in one line when a delivery failed. */
  readonly report: (line: string) => void;
  /** From a failed delivery to the next attempt. @default 5000 */
  readonly retryMilliseconds?: number;
  /** How often the age of what waits is measured. @default 5000 */
  readonly measureEveryMilliseconds?: number;
}

const data = z.base64().transform((text) => Buffer.from(text, "base64"));
const record = z.looseObject({ Data: data });
const putRecord = z.looseObject({ DeliveryStreamName: z.string(), Record: record });
const putRecordBatch = z.looseObject({ DeliveryStreamName: z.string(), Records: z.array(record) });
const named = z.looseObject({ DeliveryStreamName: z.string() });

/** https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const limits = { recordBytes: 1_024_000, batchRecords: 500, batchBytes: 4 * 1_048_576 };

/**
 * A region's Firehose: streams that are put to directly and deliver to a bucket of the same region, which the role of each
 * must be allowed to write to. A delivery that fails is repeated until it succeeds, where AWS gives it up after 24 hours.
 *
 * What waits is in memory: a region that goes dark keeps it, one that ends delivers it. Left out: streams that read from
 * Kinesis, other destinations, transformation by functions, conversion of formats, backup, limits of throughput, and
 * encryption. An object has 8 MiB at most, and a stream that has 64 MiB waiting refuses more.
 */
export class Firehose implements EndpointService {
  readonly name = "firehose";
  readonly protocol = awsJson;
  readonly #options: FirehoseOptions;
  readonly #streams = new Map<string, DeliveryStream>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: FirehoseOptions) {
    this.#options = options;
    this.resume();
  }

  access({ operation, body }: EndpointRequest): readonly AccessRequest[] {
    if (operation !== "PutRecord" && operation !== "PutRecordBatch") {
      throw new AwsError(
        "UnknownOperationException",
        `this machine's Firehose does not know the operation ${operation}`,
      );
    }
    const { DeliveryStreamName: name } = parse(operation, named, body);
    return [{ action: `firehose:${operation}`, resource: this.#arnOf(name) }];
  }

  handle({ operation, body }: EndpointRequest): Promise<EndpointResponse> {
    if (operation === "PutRecord") {
      const { DeliveryStreamName: name, Record: one } = parse(operation, putRecord, body);
      const [RecordId] = this.put(name, [one.Data]);
      return Promise.resolve(answer({ RecordId, Encrypted: false }));
    }
    const { DeliveryStreamName: name, Records: records } = parse(operation, putRecordBatch, body);
    const ids = this.put(
      name,
      records.map(({ Data }) => Data),
    );
    const RequestResponses = ids.map((RecordId) => ({ RecordId }));
    return Promise.resolve(answer({ FailedPutCount: 0, Encrypted: false, RequestResponses }));
  }

  /**
   * Puts 1 to 500 records, all or none, and gives their ids.
   *
   * @throws AwsError ResourceNotFoundException; InvalidArgumentException for too many or too large records;
   * ServiceUnavailableException if too much waits to be delivered
   */
  put(streamName: string, records: readonly Buffer[]): string[] {
    const stream = this.#existing(streamName);
    const bytes = records.reduce((sum, { length }) => sum + length, 0);
    const largest = Math.max(0, ...records.map(({ length }) => length));
    const problem =
      records.length < 1 || records.length > limits.batchRecords
        ? `${records.length} records, and must have 1 to ${limits.batchRecords}`
        : bytes > limits.batchBytes
          ? `${bytes} bytes, and may have ${limits.batchBytes}`
          : largest > limits.recordBytes
            ? `a record of ${largest} bytes, and a record may have ${limits.recordBytes}`
            : undefined;
    if (problem !== undefined) {
      throw new AwsError("InvalidArgumentException", `${streamName}: the call has ${problem}`);
    }
    stream.put(records);
    return records.map(() => randomBytes(24).toString("base64url"));
  }

  /**
   * Puts a record as a role that EventBridge takes on.
   *
   * @throws AccessDenied if EventBridge may not take it on, or it may not put records; AwsError as `put`
   */
  putAs(roleArn: string, streamName: string, record: Buffer): void {
    const { iam, region } = this.#options;
    const { accessKeyId } = iam.credentials(roleArn, "events.amazonaws.com");
    iam.authorize({ action: "firehose:PutRecord", resource: this.#arnOf(streamName), accessKeyId, region });
    this.put(streamName, [record]);
  }

  /** @throws AwsError ResourceInUseException; InvalidArgumentException; AccessDenied if Firehose cannot take the role on */
  create(definition: DeliveryStreamDefinition): DeliveryStream {
    const { name } = definition;
    if (this.#streams.has(name)) throw new AwsError("ResourceInUseException", `the stream ${name} exists already`);
    this.#assume(definition);
    const { measurements, report, retryMilliseconds = 5000 } = this.#options;
    const stream = new DeliveryStream(this.#arnOf(name), definition, {
      write: (of, bucket, { key, body }) =>
        this.#options.objects.put(this.#assume(of), { bucket, key, body, contentType: "application/octet-stream" }),
      failed: (of, error) => {
        report(`delivery stream ${name}: not delivered, and will be tried again: ${String(error)}`);
        this.#log(of, error);
      },
      measurements,
      retryMilliseconds,
    });
    this.#streams.set(name, stream);
    return stream;
  }

  /** The stream of that name, or undefined if there is none. */
  stream(name: string): DeliveryStream | undefined {
    return this.#streams.get(name);
  }

  /** @throws AwsError ResourceNotFoundException, and as `create` */
  update(definition: DeliveryStreamDefinition): DeliveryStream {
    const stream = this.#existing(definition.name);
    this.#assume(definition);
    stream.change(definition);
    return stream;
  }

  /** Removes a stream with what it has not delivered; does nothing if it is gone. */
  delete(name: string): void {
    this.#streams.get(name)?.suspend();
    this.#streams.delete(name);
  }

  /** Delivers what waits in every stream, at once; resolves when each delivery has been tried. */
  async settled(): Promise<void> {
    await Promise.all([...this.#streams.values()].map((stream) => stream.flush()));
  }

  /** Lets everything wait, until `resume`. */
  suspend(): void {
    clearInterval(this.#timer);
    for (const stream of this.#streams.values()) stream.suspend();
  }

  /** Goes on with what waited. */
  resume(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      for (const stream of this.#streams.values()) stream.measureFreshness();
    }, this.#options.measureEveryMilliseconds ?? 5000).unref();
    for (const stream of this.#streams.values()) stream.resume();
  }

  /** Delivers what waits, and ends. */
  async close(): Promise<void> {
    this.suspend();
    await this.settled();
  }

  #existing(name: string): DeliveryStream {
    const stream = this.#streams.get(name);
    if (stream !== undefined) return stream;
    const problem = `Firehose ${name} under account ${accountId} not found.`;
    throw new AwsError("ResourceNotFoundException", problem);
  }

  /** The access key of the stream's role. @throws AccessDenied if the role does not trust Firehose */
  #assume({ roleArn }: DeliveryStreamDefinition): string {
    return this.#options.iam.credentials(roleArn, "firehose.amazonaws.com").accessKeyId;
  }

  /** A role that may not write the log leaves it empty, as on AWS. */
  #log(definition: DeliveryStreamDefinition, error: unknown): void {
    const { iam, logs, region } = this.#options;
    const { log, name } = definition;
    if (log === undefined) return;
    const resource = `arn:aws:logs:${region}:${accountId}:log-group:${log.group}:log-stream:${log.stream}`;
    try {
      iam.authorize({ action: "logs:PutLogEvents", resource, accessKeyId: this.#assume(definition), region });
    } catch {
      return;
    }
    const { name: errorCode, message } = error instanceof Error ? error : new Error(String(error));
    const line = { deliveryStreamARN: this.#arnOf(name), destination: definition.bucketArn, message, errorCode };
    logs.write(log.group, JSON.stringify(line));
  }

  #arnOf(name: string): string {
    return `arn:aws:firehose:${this.#options.region}:${accountId}:deliverystream/${name}`;
  }
}

function parse<Shape extends z.ZodType>(operation: string, shape: Shape, body: Buffer): z.infer<Shape> {
  try {
    return shape.parse(JSON.parse(body.toString()));
  } catch {
    throw new AwsError("SerializationException", `${operation}: the body is not JSON, or a parameter has a wrong type`);
  }
}

function answer(body: unknown): EndpointResponse {
  return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body: JSON.stringify(body) };
}
