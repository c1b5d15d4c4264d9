import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Image } from "./image.ts";
import { canonical } from "./image.ts";

/** What a replica is to look like at one key. */
export interface Replacement {
  /** The key in canonical form. */
  readonly keyText: string;
  readonly key: Image;
  /** Undefined for a deletion. */
  readonly image: Image | undefined;
}

/** A write that was replicated to a region. */
export interface ReplicatedWrite {
  readonly table: string;
  readonly key: Image;
  /** Undefined if there was no item. */
  readonly before: Image | undefined;
  /** Undefined for a deletion. */
  readonly after: Image | undefined;
}

/**
 * One region's copy of a global table, as the replicator writes to it.
 *
 * Each write of the replicator comes back in the replica's own stream and must be told from the writes of the region's
 * callers without a mark in the item. The engine answers a write with the image that it replaced, so both images of the
 * record to come are known: they are remembered by key until that record is seen. A write that changes nothing makes no
 * record, and none is expected.
 */
export class Replica {
  readonly region: string;
  readonly #client: DynamoDBClient;
  readonly #onWrite: (write: ReplicatedWrite) => Promise<void>;
  readonly #tableName: string;
  /** Changes that will be seen in the stream, by key: old image and new image as one text. */
  readonly #expected = new Map<string, string[]>();
  readonly #inFlight = new Set<Promise<void>>();
  readonly #lastOfKey = new Map<string, Promise<void>>();
  #gate: Promise<void> | undefined;

  /** @param onWrite told of each write of the replicator when it is made */
  constructor(
    region: string,
    tableName: string,
    client: DynamoDBClient,
    onWrite: (write: ReplicatedWrite) => Promise<void>,
  ) {
    this.region = region;
    this.#onWrite = onWrite;
    this.#tableName = tableName;
    this.#client = client;
  }

  /** Whether no write is under way and every one was seen in the stream. */
  get isSettled(): boolean {
    return this.#lastOfKey.size === 0 && this.#expected.size === 0;
  }

  /**
   * Writes, after every earlier write of the key, unless `isOverruled` then says that it must not.
   *
   * @throws the engine's error.
   */
  async write(replacement: Replacement, isOverruled: () => boolean): Promise<void> {
    await this.#inTurn(replacement.keyText, () => (isOverruled() ? Promise.resolve() : this.#replace(replacement)));
  }

  /** Puts the item if its key is still free here. */
  async fill(replacement: Replacement): Promise<void> {
    await this.#inTurn(replacement.keyText, async () => {
      try {
        await this.#replace(replacement, true);
      } catch (error) {
        if (!(error instanceof Error && error.name === "ConditionalCheckFailedException")) throw error;
      }
    });
  }

  /**
   * Judges what a read of the stream brought, while no write is under way: so whatever the read may hold of the
   * replicator's own writes is expected by then.
   */
  async judge(judgement: () => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#gate = promise.then(() => undefined);
    await Promise.allSettled(this.#inFlight);
    judgement();
    this.#gate = undefined;
    resolve(undefined);
  }

  /** Whether the record is the replicator's own write come back; it is then no longer expected. */
  isEcho(keyText: string, oldImage: Image | undefined, newImage: Image | undefined): boolean {
    const expected = this.#expected.get(keyText);
    const index = expected?.indexOf(transition(oldImage, newImage)) ?? -1;
    if (expected === undefined || index < 0) return false;
    expected.splice(index, 1);
    if (expected.length === 0) this.#expected.delete(keyText);
    return true;
  }

  /** Whether the replicator has written the key later than the record that is being judged. */
  wasWrittenSince(keyText: string): boolean {
    return this.#expected.has(keyText);
  }

  /** Runs one write of a key after the other, and none while the stream is judged. */
  async #inTurn(keyText: string, write: () => Promise<void>): Promise<void> {
    const before = this.#lastOfKey.get(keyText);
    const run = async () => {
      await before?.catch(() => undefined);
      while (this.#gate !== undefined) await this.#gate;
      const writing = write();
      this.#inFlight.add(writing);
      try {
        await writing;
      } finally {
        this.#inFlight.delete(writing);
      }
    };
    const turn = run();
    this.#lastOfKey.set(keyText, turn);
    try {
      await turn;
    } finally {
      if (this.#lastOfKey.get(keyText) === turn) this.#lastOfKey.delete(keyText);
    }
  }

  async #replace(replacement: Replacement, onlyIfAbsent = false): Promise<void> {
    const { keyText, image } = replacement;
    const replaced = await this.#send(replacement, onlyIfAbsent);
    if (canonical(replaced) !== canonical(image)) {
      const expected = this.#expected.get(keyText) ?? [];
      expected.push(transition(replaced, image));
      this.#expected.set(keyText, expected);
    }
    await this.#onWrite({ table: this.#tableName, key: replacement.key, before: replaced, after: image });
  }

  /** The image that was replaced. */
  async #send({ key, image }: Replacement, onlyIfAbsent: boolean): Promise<Image | undefined> {
    const common = { TableName: this.#tableName, ReturnValues: "ALL_OLD" } as const;
    if (image === undefined) {
      return (await this.#client.send(new DeleteItemCommand({ ...common, Key: key }))).Attributes;
    }
    const [partitionKey = ""] = Object.keys(key);
    const condition = {
      ConditionExpression: "attribute_not_exists(#key)",
      ExpressionAttributeNames: { "#key": partitionKey },
    };
    const put = new PutItemCommand({ ...common, Item: image, ...(onlyIfAbsent && condition) });
    return (await this.#client.send(put)).Attributes;
  }
}

function transition(oldImage: Image | undefined, newImage: Image | undefined): string {
  return `${canonical(oldImage)} -> ${canonical(newImage)}`;
}
