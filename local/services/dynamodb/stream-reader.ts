import type { DynamoDBStreamsClient, GetRecordsCommandOutput, Shard, _Record } from "@aws-sdk/client-dynamodb-streams";
import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from "@aws-sdk/client-dynamodb-streams";
import { withEmptyMaps } from "./image.ts";
import { Wakeable } from "./wakeable.ts";

interface StreamReaderOptions {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  /** Called with every record once, in the order of its shard; the next read waits for it. Must not throw. */
  readonly onRecords: (records: readonly _Record[], shardId: string) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** The last record that an earlier reader has done with, by shard. @default none: the stream is read from its beginning */
  readonly after?: ReadonlyMap<string, string>;
  /** How long to rest between two reads that brought nothing, in milliseconds. @default 40 */
  readonly idleMilliseconds?: number;
}

/** How long to rest after a read that failed, in milliseconds. */
const retryMilliseconds = 250;

/** How far a shard was read. */
interface Position {
  /** Undefined if it must be asked for again. */
  iterator?: string;
  /** The last record that was handed over. */
  sequenceNumber?: string;
}

/** Reads a table's stream, shard after shard, for as long as the stream is enabled. */
export class StreamReader {
  readonly #options: StreamReaderOptions;
  readonly #positions = new Map<string, Position>();
  /** Shards that were read to their end and whose children are not known yet. */
  readonly #ended = new Set<string>();
  readonly #wakeable = new Wakeable();
  readonly #abort = new AbortController();
  readonly #done: Promise<void>;
  #started = false;
  #rounds = 0;
  #waiting: { afterRound: number; resolve: () => void }[] = [];

  constructor(options: StreamReaderOptions) {
    this.#options = options;
    this.#done = this.#run();
  }

  /** Resolves when a read that began after this call has found nothing new; at once if the reader has stopped. */
  reachedEnd(): Promise<void> {
    if (this.#isStopped()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ afterRound: this.#rounds, resolve });
    });
  }

  /** Ends the reading, the request under way included. */
  async stop(): Promise<void> {
    this.#abort.abort();
    this.#wakeable.wake();
    await this.#done;
    this.#resolve(Infinity);
  }

  async #run(): Promise<void> {
    while (!this.#isStopped()) {
      this.#rounds += 1;
      const round = this.#rounds;
      try {
        const found = await this.#readAll();
        if (found) continue;
        this.#resolve(round);
        await this.#wakeable.sleep(this.#options.idleMilliseconds ?? 40);
      } catch (error) {
        if (this.#isStopped()) return;
        this.#options.onError(error);
        // Whatever went wrong with an iterator, its position still says where to go on.
        for (const position of this.#positions.values()) delete position.iterator;
        await this.#wakeable.sleep(retryMilliseconds);
      }
    }
  }

  #isStopped(): boolean {
    return this.#abort.signal.aborted;
  }

  #resolve(round: number): void {
    const reached = this.#waiting.filter(({ afterRound }) => afterRound < round);
    this.#waiting = this.#waiting.filter(({ afterRound }) => afterRound >= round);
    for (const { resolve } of reached) resolve();
  }

  /** One read of every open shard. Whether any brought a record or came to its end. */
  async #readAll(): Promise<boolean> {
    if (!this.#started || this.#ended.size > 0) await this.#openShards();
    let found = false;
    for (const [shardId, position] of this.#positions) {
      if (await this.#read(shardId, position)) found = true;
    }
    return found;
  }

  /** Opens where an earlier reader was, and the shards with no parent; later the children of those that have ended. */
  async #openShards(): Promise<void> {
    const shards = await this.#shards();
    const ids = new Set(shards.map(({ ShardId }) => ShardId));
    const { after = new Map<string, string>() } = this.#options;
    const behind = ancestorsOf(after.keys(), shards);
    const continued = new Set<string>();
    for (const { ShardId: id, ParentShardId: parent } of shards) {
      if (id === undefined || this.#positions.has(id)) continue;
      const isRoot = parent === undefined || !ids.has(parent);
      const isFirst = !this.#started && !behind.has(id) && (isRoot || after.has(id));
      const isChild = parent !== undefined && this.#ended.has(parent);
      if (isFirst || isChild) this.#positions.set(id, { sequenceNumber: after.get(id) });
      if (isChild) continued.add(parent);
    }
    for (const id of continued) this.#ended.delete(id);
    this.#started = true;
  }

  async #shards(): Promise<Shard[]> {
    const { client, streamArn } = this.#options;
    const shards: Shard[] = [];
    let last: string | undefined;
    do {
      const { StreamDescription: page } = await client.send(
        new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: last }),
        { abortSignal: this.#abort.signal },
      );
      shards.push(...(page?.Shards ?? []));
      last = page?.LastEvaluatedShardId;
    } while (last !== undefined);
    return shards;
  }

  async #read(shardId: string, position: Position): Promise<boolean> {
    const { Records: found = [], NextShardIterator: next } = await this.#getRecords(shardId, position);
    const records = found.map(completed);
    if (records.length > 0) {
      await this.#options.onRecords(records, shardId);
      position.sequenceNumber = records.at(-1)?.dynamodb?.SequenceNumber;
    }
    position.iterator = next;
    if (next !== undefined) return records.length > 0;
    this.#positions.delete(shardId);
    this.#ended.add(shardId);
    return true;
  }

  async #getRecords(shardId: string, position: Position): Promise<GetRecordsCommandOutput> {
    position.iterator ??= await this.#iterator(shardId, position);
    try {
      return await this.#send(position.iterator);
    } catch (error) {
      if (!isStale(error, position)) throw error;
      position.iterator = await this.#iterator(shardId, position);
      return await this.#send(position.iterator);
    }
  }

  #send(iterator: string | undefined): Promise<GetRecordsCommandOutput> {
    const { client } = this.#options;
    return client.send(new GetRecordsCommand({ ShardIterator: iterator }), { abortSignal: this.#abort.signal });
  }

  async #iterator(shardId: string, { sequenceNumber }: Position): Promise<string | undefined> {
    const { client, streamArn } = this.#options;
    const { ShardIterator: iterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(sequenceNumber === undefined
          ? { ShardIteratorType: "TRIM_HORIZON" }
          : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER", SequenceNumber: sequenceNumber }),
      }),
      { abortSignal: this.#abort.signal },
    );
    return iterator;
  }
}

function completed(record: _Record): _Record {
  const { OldImage: oldImage, NewImage: newImage } = record.dynamodb ?? {};
  const images = {
    ...(oldImage === undefined ? {} : { OldImage: withEmptyMaps(oldImage) }),
    ...(newImage === undefined ? {} : { NewImage: withEmptyMaps(newImage) }),
  };
  return { ...record, dynamodb: { ...record.dynamodb, ...images } };
}

/** The shards that an earlier reader must have read to their ends, as it was in shards that come after them. */
function ancestorsOf(shardIds: Iterable<string>, shards: readonly Shard[]): ReadonlySet<string> {
  const parents = new Map(shards.map(({ ShardId, ParentShardId }) => [ShardId, ParentShardId]));
  const ancestors = new Set<string>();
  for (const id of shardIds) {
    for (let parent = parents.get(id); parent !== undefined; parent = parents.get(parent)) ancestors.add(parent);
  }
  return ancestors;
}

/**
 * Whether the iterator is at fault, and a new one for the same position will do. Iterators expire after 15 minutes; and
 * DynamoDB Local refuses one that it gave before the shard's first record, if another table was written meanwhile.
 */
function isStale(error: unknown, { sequenceNumber }: Position): boolean {
  if (error instanceof ExpiredIteratorException) return true;
  return error instanceof TrimmedDataAccessException && sequenceNumber === undefined;
}
