import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import { DescribeStreamCommand, DynamoDBStreamsClient, ListStreamsCommand } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { StreamReader } from "../../dynamodb/stream-reader.ts";
import type { RoleCredentials } from "../environment.ts";
import type { InvokeResult } from "../invocation.ts";
import type { Checkpoints } from "./checkpoints.ts";
import { Delivery, type GivenUp } from "./delivery.ts";
import { Lane } from "./lane.ts";
import type { StreamEventSource } from "./source.ts";
import { recordOf } from "./stream-event.ts";

/** What the poller depends on. */
export interface StreamPollerOptions {
  readonly source: StreamEventSource;
  readonly region: string;
  readonly endpointUrl: string;
  /** Of the function's role, under which the stream is read. */
  readonly credentials: RoleCredentials;
  /** Where an earlier poller was. */
  readonly checkpoints: Checkpoints;
  readonly invoke: (event: DynamoDBStreamEvent) => Promise<InvokeResult>;
  readonly onIteratorAge: (milliseconds: number) => void;
  /** Told of each batch that is given up; the batches behind it wait. Must not throw. */
  readonly onGivenUp: (batch: GivenUp) => Promise<void>;
  /** Called with a line for each thing that goes wrong. */
  readonly report: (line: string) => void;
  /** The time in epoch milliseconds. @default Date.now */
  readonly clock?: () => number;
}

/** Lambda reads a shard 4 times a second; here it is oftener, as a laptop's reader waits for it. */
const idleMilliseconds = 100;
const retryMilliseconds = 1000;

/**
 * Reads a table's stream and calls a function with batches of its records, as Lambda's poller does: in order, in each
 * shard or, with a parallelization factor, for each partition key.
 */
export class StreamPoller {
  /** Resolves when the starting position is found, or could not be found at the first try. */
  readonly started: Promise<void>;
  readonly #options: StreamPollerOptions;
  readonly #client: DynamoDBStreamsClient;
  readonly #delivery: Delivery;
  readonly #lanes = new Map<string, Lane[]>();
  readonly #stop = new AbortController();
  readonly #hasStarted = Promise.withResolvers<undefined>();
  readonly #opening: Promise<void>;
  #reader: StreamReader | undefined;
  #partitionKey = "";
  #problem: string | undefined;

  /** Starts to poll. */
  constructor(options: StreamPollerOptions) {
    const { region, endpointUrl, credentials, checkpoints, clock = Date.now } = options;
    this.#options = options;
    this.started = this.#hasStarted.promise.then(() => undefined);
    checkpoints.rewind();
    this.#delivery = new Delivery({ ...options, clock, signal: this.#stop.signal });
    // Both the opening and the reader try again themselves.
    this.#client = new DynamoDBStreamsClient({ region, endpoint: endpointUrl, credentials, maxAttempts: 1 });
    this.#opening = this.#open();
  }

  /** What kept the poller from reading the stream when it last tried, or undefined if nothing did. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Stops reading at once, and waits for the batches that the function has. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#hasStarted.resolve(undefined);
    await this.#opening;
    await this.#reader?.stop();
    await Promise.all([...this.#lanes.values()].flat().map(({ done }) => done));
    this.#client.destroy();
  }

  async #open(): Promise<void> {
    while (!this.#isStopped()) {
      try {
        await this.#describe();
        this.#problem = undefined;
        this.#reader = this.#read();
        return;
      } catch (error) {
        if (!this.#isStopped()) this.#fail(error);
        await sleep(retryMilliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      }
    }
  }

  /** Looks at the stream, with all that Lambda asks the function's role to be allowed. */
  async #describe(): Promise<void> {
    const { streamArn } = this.#options.source;
    const abort = { abortSignal: this.#stop.signal };
    const describe = new DescribeStreamCommand({ StreamArn: streamArn });
    const { StreamDescription: stream } = await this.#client.send(describe, abort);
    await this.#client.send(new ListStreamsCommand({ TableName: stream?.TableName, Limit: 1 }), abort);
    this.#partitionKey = stream?.KeySchema?.find(({ KeyType }) => KeyType === "HASH")?.AttributeName ?? "";
  }

  #read(): StreamReader {
    const { source, checkpoints } = this.#options;
    const reader = new StreamReader({
      client: this.#client,
      streamArn: source.streamArn,
      after: checkpoints.after,
      idleMilliseconds,
      onRecords: (records, shardId) => this.#take(records, shardId),
      onError: (error) => {
        this.#fail(error);
        void reader.reachedEnd().then(() => {
          this.#problem = undefined;
        });
      },
    });
    const position = () => {
      if (this.#isStopped()) return;
      checkpoints.isPositioned = true;
      this.#hasStarted.resolve(undefined);
    };
    if (checkpoints.isPositioned || source.startingPosition === "TRIM_HORIZON") position();
    else void reader.reachedEnd().then(position);
    return reader;
  }

  async #take(records: readonly _Record[], shardId: string): Promise<void> {
    const { source, region, checkpoints } = this.#options;
    const touched = new Set<Lane>();
    for (const each of records) {
      const record = recordOf(each, source.streamArn, region);
      const ticket = checkpoints.take(shardId, each.dynamodb?.SequenceNumber ?? "");
      const isWanted = source.filters.length === 0 || source.filters.some((matches) => matches(record));
      if (!checkpoints.isPositioned || !isWanted) {
        checkpoints.finish([ticket]);
        continue;
      }
      const lane = this.#laneOf(shardId, record);
      lane.add({ ticket, record, writtenAt: each.dynamodb?.ApproximateCreationDateTime?.getTime() ?? Date.now() });
      touched.add(lane);
    }
    await Promise.all([...touched].map((lane) => lane.hasRoom()));
  }

  #laneOf(shardId: string, record: DynamoDBRecord): Lane {
    const { parallelizationFactor: factor, batchSize, batchingWindow } = this.#options.source;
    const lanes =
      this.#lanes.get(shardId) ??
      Array.from(
        { length: factor },
        () =>
          new Lane({
            batchSize,
            batchingWindow,
            deliver: (entries) => this.#delivery.deliver(entries),
            signal: this.#stop.signal,
          }),
      );
    this.#lanes.set(shardId, lanes);
    const partition = JSON.stringify(record.dynamodb?.Keys?.[this.#partitionKey]);
    const lane = lanes[createHash("md5").update(partition).digest().readUInt32BE() % factor];
    if (lane === undefined) throw new RangeError(`parallelizationFactor is ${factor}, and must be 1 to 10`);
    return lane;
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  #fail(error: unknown): void {
    const problem = `cannot read ${this.#options.source.streamArn}: ${String(error)}`;
    if (problem !== this.#problem) this.#options.report(problem); // once, however often it is tried again
    this.#problem = problem;
    this.#hasStarted.resolve(undefined);
  }
}
