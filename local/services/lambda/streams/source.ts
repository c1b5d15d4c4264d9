import type { FilterPattern } from "./filter-pattern.ts";

/** A table's stream and how it feeds a function: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
export interface StreamEventSource {
  readonly streamArn: string;
  /** Whether what the stream holds at the start is read, or only what comes later. */
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  /** Records a batch, at most. */
  readonly batchSize: number;
  /** Seconds to wait for a batch to fill, 0 for not at all. */
  readonly batchingWindow: number;
  /** Batches of a shard that the function works on at the same time, at most; those of a partition key in order. */
  readonly parallelizationFactor: number;
  /** Whether a batch that failed is split in two. */
  readonly bisectsOnError: boolean;
  /** How often a batch that failed is tried again; -1 for no end. */
  readonly maximumRetryAttempts: number;
  /** Seconds after which a record is given up; -1 for never. */
  readonly maximumRecordAge: number;
  /** Whether the function names the records that failed. */
  readonly reportsItemFailures: boolean;
  /** A record that matches none of them is passed over; none at all lets every record through. */
  readonly filters: readonly FilterPattern[];
}
