import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { DeliveryPlan } from "./definition.ts";
import { formatted } from "./prefix.ts";

/** Where a batch of records goes. */
export interface Partition {
  /** Values of the partition keys. */
  readonly keys: Readonly<Record<string, string>>;
  /** Undefined for records that go to their place. */
  readonly errorOutputType: string | undefined;
}

/** Records that become one object. */
export class Batch {
  readonly partition: Partition;
  /** When its oldest record arrived. */
  readonly at: Date;
  readonly #parts: Buffer[] = [];
  #bytes = 0;
  #records = 0;
  /** The same at every attempt, so that a repeated delivery makes no second object. */
  readonly #id = randomUUID();

  constructor(partition: Partition, at: Date) {
    this.partition = partition;
    this.at = at;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get records(): number {
    return this.#records;
  }

  add(record: Buffer): void {
    this.#parts.push(record);
    this.#bytes += record.length;
    this.#records += 1;
  }

  /** The object that it becomes (https://docs.aws.amazon.com/firehose/latest/dev/basic-deliver.html#s3-object-name). */
  object({ definition, prefix, errorOutputPrefix }: DeliveryPlan): { key: string; body: Buffer } {
    const { keys, errorOutputType } = this.partition;
    const place = errorOutputType === undefined ? prefix : errorOutputPrefix;
    const name = `${definition.name}-1-${formatted("yyyy-MM-dd-HH-mm-ss", this.at)}-${this.#id}`;
    const isZipped = definition.compression === "GZIP";
    const body = Buffer.concat(this.#parts);
    return {
      key: `${place.evaluate({ at: this.at, keys, errorOutputType })}${name}${isZipped ? ".gz" : ""}`,
      body: isZipped ? gzipSync(body) : body,
    };
  }
}

/** A record that has no partition, as Firehose keeps it. */
export function failedRecord(
  record: Buffer,
  { at, code, message }: { at: Date; code: string; message: string },
): Buffer {
  const line = {
    attemptsMade: 1,
    arrivalTimestamp: at.getTime(),
    errorCode: code,
    errorMessage: message,
    attemptEndingTimestamp: at.getTime(),
    rawData: record.toString("base64"),
  };
  return Buffer.from(`${JSON.stringify(line)}\n`);
}
