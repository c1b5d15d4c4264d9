import { setTimeout as delay } from "node:timers/promises";
import { AwsError } from "../../endpoint/aws-error.ts";
import type { Measurements } from "../cloudwatch/metric.ts";
import { Batch, failedRecord, type Partition } from "./batch.ts";
import { type DeliveryPlan, type DeliveryStreamDefinition, planOf } from "./definition.ts";
import { ExtractionFailed } from "./metadata-extraction.ts";

/** What a delivery stream needs of its region. */
export interface Surroundings {
  /** Writes an object with the stream's role. */
  readonly write: (
    definition: DeliveryStreamDefinition,
    bucket: string,
    object: { key: string; body: Buffer },
  ) => Promise<void>;
  /** Told of a delivery that failed, and will be tried again. */
  readonly failed: (definition: DeliveryStreamDefinition, error: unknown) => void;
  readonly measurements: Measurements;
  /** Milliseconds from a failed delivery to the next attempt. */
  readonly retryMilliseconds: number;
}

/** An object has no more here, whatever the buffer's size, in bytes: this machine's S3 takes 10 MiB in one call. */
const largestObject = 8 * 1_048_576;
/** Most that waits, in bytes, before records are refused, so that memory is bounded. */
const mostWaiting = 64 * 1_048_576;
/** AWS's default: https://docs.aws.amazon.com/firehose/latest/dev/limits.html */
const mostPartitions = 500;

/** One delivery stream: what was put and is not delivered yet, and its deliveries. */
export class DeliveryStream {
  readonly arn: string;
  readonly #surroundings: Surroundings;
  #plan: DeliveryPlan;
  /** Batches that records are still added to, by their partition. */
  readonly #open = new Map<string, { batch: Batch; timer: NodeJS.Timeout | undefined }>();
  /** Batches that are complete and not delivered. */
  readonly #undelivered = new Set<Batch>();
  readonly #deliveries = new Map<Batch, Promise<void>>();
  #retries = new AbortController();
  #isSuspended = false;

  constructor(arn: string, definition: DeliveryStreamDefinition, surroundings: Surroundings) {
    this.arn = arn;
    this.#surroundings = surroundings;
    this.#plan = planOf(definition);
  }

  get definition(): DeliveryStreamDefinition {
    return this.#plan.definition;
  }

  /** Holds for what is delivered from now on. @throws AwsError InvalidArgumentException */
  change(definition: DeliveryStreamDefinition): void {
    this.#plan = planOf(definition);
  }

  /** Takes records, all or none. @throws AwsError ServiceUnavailableException if too much waits to be delivered */
  put(records: readonly Buffer[]): void {
    const bytes = records.reduce((sum, { length }) => sum + length, 0);
    if (this.#waiting().reduce((sum, batch) => sum + batch.bytes, bytes) > mostWaiting) {
      this.#measure("ThrottledRecords", records.length);
      throw new AwsError(
        "ServiceUnavailableException",
        `${this.definition.name}: Slow down: deliveries do not keep up`,
        503,
      );
    }
    this.#measure("IncomingRecords", records.length);
    this.#measure("IncomingBytes", bytes);
    for (const record of records) this.#add(record, new Date());
  }

  /** Delivers what waits, at once, and resolves when each delivery has been tried; what failed is tried again later. */
  async flush(): Promise<void> {
    for (const key of [...this.#open.keys()]) this.#complete(key);
    await Promise.all([...this.#undelivered].map((batch) => this.#deliver(batch)));
  }

  /** Lets everything wait, until `resume`. */
  suspend(): void {
    this.#isSuspended = true;
    this.#retries.abort();
    for (const { timer } of this.#open.values()) clearTimeout(timer);
  }

  /** Goes on: what waited longer than the buffer does is delivered. */
  resume(): void {
    this.#isSuspended = false;
    this.#retries = new AbortController();
    for (const [key, open] of this.#open) open.timer = this.#timer(key);
    for (const batch of this.#undelivered) void this.#deliver(batch);
  }

  /** Publishes how old the oldest record is that waits. */
  measureFreshness(): void {
    const oldest = Math.min(...this.#waiting().map(({ at }) => at.getTime()));
    if (oldest !== Infinity) this.#measure("DeliveryToS3.DataFreshness", Math.round((Date.now() - oldest) / 1000));
  }

  #waiting(): Batch[] {
    return [...[...this.#open.values()].map(({ batch }) => batch), ...this.#undelivered];
  }

  #add(record: Buffer, at: Date): void {
    const { definition } = this.#plan;
    const found = this.#partitionOf(record);
    if (found instanceof Error) {
      const exceeded = found instanceof PartitionsExceeded;
      const errorOutputType = exceeded ? "activePartitionExceeded" : "metadata-extraction-failed";
      const code = `DynamicPartitioning.${exceeded ? "ActivePartitionsLimitExceeded" : "MetadataExtractionFailed"}`;
      this.#append({ keys: {}, errorOutputType }, failedRecord(record, { at, code, message: found.message }), at);
      return;
    }
    this.#append(found, definition.appendsDelimiter ? Buffer.concat([record, newLine]) : record, at);
  }

  #partitionOf(record: Buffer): Partition | Error {
    const { extraction } = this.#plan;
    if (extraction === undefined) return { keys: {}, errorOutputType: undefined };
    try {
      const partition = { keys: extraction.keysOf(record), errorOutputType: undefined };
      const isActive = this.#open.has(nameOf(partition));
      return isActive || this.#waiting().length < mostPartitions ? partition : new PartitionsExceeded();
    } catch (error) {
      if (error instanceof ExtractionFailed) return error;
      throw error;
    }
  }

  #append(partition: Partition, record: Buffer, at: Date): void {
    const key = nameOf(partition);
    const open = this.#open.get(key) ?? { batch: new Batch(partition, at), timer: undefined };
    if (!this.#open.has(key)) {
      this.#open.set(key, open);
      open.timer = this.#timer(key);
    }
    open.batch.add(record);
    if (open.batch.bytes < Math.min(largestObject, this.definition.bufferMebibytes * 1_048_576)) return;
    const batch = this.#complete(key);
    if (batch !== undefined && !this.#isSuspended) void this.#deliver(batch);
  }

  #timer(key: string): NodeJS.Timeout | undefined {
    if (this.#isSuspended) return undefined;
    return setTimeout(() => {
      const batch = this.#complete(key);
      if (batch !== undefined) void this.#deliver(batch);
    }, this.definition.bufferSeconds * 1000).unref();
  }

  #complete(key: string): Batch | undefined {
    const open = this.#open.get(key);
    if (open === undefined) return undefined;
    clearTimeout(open.timer);
    this.#open.delete(key);
    this.#undelivered.add(open.batch);
    return open.batch;
  }

  /** One attempt; never rejects. A batch that is being delivered is not delivered twice. */
  #deliver(batch: Batch): Promise<void> {
    const current = this.#deliveries.get(batch);
    if (current !== undefined) return current;
    const delivery = this.#attempt(batch).finally(() => this.#deliveries.delete(batch));
    this.#deliveries.set(batch, delivery);
    return delivery;
  }

  async #attempt(batch: Batch): Promise<void> {
    const { definition, bucket } = this.#plan;
    try {
      await this.#surroundings.write(definition, bucket, batch.object(this.#plan));
    } catch (error) {
      this.#measure("DeliveryToS3.Success", 0);
      this.#surroundings.failed(definition, error);
      void this.#retry(batch);
      return;
    }
    this.#undelivered.delete(batch);
    this.#measure("DeliveryToS3.Success", 1);
    this.#measure("DeliveryToS3.Records", batch.records);
    this.#measure("DeliveryToS3.Bytes", batch.bytes);
    this.#measure("DeliveryToS3.DataFreshness", Math.round((Date.now() - batch.at.getTime()) / 1000));
  }

  async #retry(batch: Batch): Promise<void> {
    const { signal } = this.#retries;
    try {
      await delay(this.#surroundings.retryMilliseconds, undefined, { signal, ref: false });
    } catch {
      return; // it is tried again when the stream goes on
    }
    if (this.#undelivered.has(batch)) await this.#deliver(batch);
  }

  #measure(name: string, value: number): void {
    const dimensions = { DeliveryStreamName: this.definition.name };
    this.#surroundings.measurements.put({ namespace: "AWS/Firehose", name, dimensions, value });
  }
}

class PartitionsExceeded extends Error {
  override readonly name = "PartitionsExceeded";

  constructor() {
    super(`Maximum number of active partitions is reached: ${mostPartitions}`);
  }
}

const newLine = Buffer.from("\n");

function nameOf({ keys, errorOutputType }: Partition): string {
  return JSON.stringify([errorOutputType ?? "", keys]);
}
