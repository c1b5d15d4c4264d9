import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import { DescribeTableCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Measurements } from "../cloudwatch/metric.ts";
import type { EngineClients } from "./engine-clients.ts";
import type { Image } from "./image.ts";
import { canonical, readableKey } from "./image.ts";
import type { Change } from "./link.ts";
import { Link } from "./link.ts";
import { Replica, type ReplicatedWrite } from "./replica.ts";
import { StreamReader } from "./stream-reader.ts";
import { WriteLedger } from "./write-ledger.ts";

/** A key that two regions have written. */
export interface Conflict {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
  /** The region that owns the key, then the one that wrote it all the same. */
  readonly regions: readonly [string, string];
}

/** What all tables share: the network between the regions, and where to tell what happens. */
export interface Surroundings {
  readonly clients: EngineClients;
  readonly lag: () => number;
  readonly isCut: (source: string, destination: string) => boolean;
  readonly measurements: (region: string) => Measurements | undefined;
  readonly onReplicated: (region: string, write: ReplicatedWrite) => Promise<void>;
  readonly onConflict: (conflict: Conflict) => void;
  readonly onError: (error: unknown) => void;
}

interface Member {
  readonly replica: Replica;
  readonly reader: StreamReader;
}

/** One global table: its replicas, the readers of their streams, and the links between them. */
export class ReplicatedTable {
  readonly #name: string;
  readonly #surroundings: Surroundings;
  readonly #ledger = new WriteLedger();
  readonly #members = new Map<string, Member>();
  readonly #links: Link[] = [];
  /** The attribute that holds an item's time of expiry, in seconds since the epoch. */
  ttlAttribute: string | undefined;

  constructor(name: string, surroundings: Surroundings) {
    this.#name = name;
    this.#surroundings = surroundings;
  }

  get regions(): string[] {
    return [...this.#members.keys()];
  }

  get isSettled(): boolean {
    return (
      this.#links.every(({ isEmpty }) => isEmpty) &&
      [...this.#members.values()].every(({ replica }) => replica.isSettled)
    );
  }

  /** Resolves when every stream was read to its end once more. */
  async readToEnd(): Promise<void> {
    await Promise.all([...this.#members.values()].map(({ reader }) => reader.reachedEnd()));
  }

  /**
   * Takes in another region, and copies to it what the others hold.
   *
   * @throws Error if the region's table has no stream with both images.
   */
  async join(region: string): Promise<void> {
    const { clients, onError, onReplicated } = this.#surroundings;
    const client = clients.tables(region);
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: this.#name }));
    const streamArn = table?.LatestStreamArn;
    if (streamArn === undefined || table?.StreamSpecification?.StreamViewType !== "NEW_AND_OLD_IMAGES") {
      throw new Error(`table ${this.#name} in ${region}: a replica needs a stream of type NEW_AND_OLD_IMAGES`);
    }
    const others = [...this.#members.values()];
    const replica = new Replica(region, this.#name, client, (write) => onReplicated(region, write));
    const inbound = others.map((other) => this.#link(other.replica, replica, true));
    for (const other of others) this.#link(replica, other.replica, false);
    const reader = new StreamReader({
      client: clients.streams(region),
      streamArn,
      onError,
      onRecords: (records) =>
        replica.judge(() => {
          for (const record of records) this.#judge(replica, record);
        }),
    });
    this.#members.set(region, { replica, reader });
    for (const other of others) await this.#copy(other.replica.region, replica);
    for (const link of inbound) link.release();
  }

  /** Lets a region go; its table is left as it is. */
  async leave(region: string): Promise<void> {
    await this.#members.get(region)?.reader.stop();
    this.#members.delete(region);
    const going = this.#links.filter(({ source, destination }) => source === region || destination === region);
    for (const link of going) this.#links.splice(this.#links.indexOf(link), 1);
    await Promise.all(going.map((link) => link.stop()));
  }

  /** To be called when the lag or a cut has changed. */
  wake(): void {
    for (const link of this.#links) link.wake();
  }

  async stop(): Promise<void> {
    await Promise.all(this.regions.map((region) => this.leave(region)));
  }

  #link(source: Replica, destination: Replica, held: boolean): Link {
    const { lag, isCut, onError } = this.#surroundings;
    const link = new Link({
      source: source.region,
      destination: destination.region,
      held,
      lag,
      onError,
      isCut: () => isCut(source.region, destination.region),
      deliver: (change) => this.#deliver(change, destination),
    });
    this.#links.push(link);
    return link;
  }

  async #deliver(change: Change, destination: Replica): Promise<void> {
    await destination.write(change, () => this.#ledger.isOverruled(change.write));
    this.#surroundings.measurements(change.write.region)?.put({
      namespace: "AWS/DynamoDB",
      name: "ReplicationLatency",
      dimensions: { TableName: this.#name, ReceivingRegion: destination.region },
      value: Date.now() - change.seenAt,
    });
  }

  #judge(replica: Replica, { eventName, dynamodb }: _Record): void {
    const key = dynamodb?.Keys;
    if (key === undefined) return;
    const keyText = canonical(key);
    const { OldImage: oldImage, NewImage: image } = dynamodb ?? {};
    if (replica.isEcho(keyText, oldImage, image)) return;
    if (eventName === "REMOVE" && this.#hasExpired(oldImage)) return;

    const { write, owner } = this.#ledger.record(keyText, replica.region);
    const change = { key, keyText, image, write, seenAt: Date.now() };
    for (const link of this.#links) if (link.source === replica.region) link.send(change);
    // The last writer wins here too, should an older write of another region have gone over it meanwhile.
    if (replica.wasWrittenSince(keyText)) this.#restore(change, replica);
    if (owner === replica.region) return;
    this.#surroundings.onConflict({ table: this.#name, key: readableKey(key), regions: [owner, replica.region] });
  }

  #restore(change: Change, replica: Replica): void {
    const { onError } = this.#surroundings;
    // It may run after the region has written again, and must not go over that.
    replica.write(change, () => !this.#ledger.isLatest(change.write)).catch(onError);
  }

  /** Each replica deletes what has expired by itself, so such a deletion is nobody's write and goes nowhere. */
  #hasExpired(image: Image | undefined): boolean {
    const expiry = this.ttlAttribute === undefined ? undefined : image?.[this.ttlAttribute]?.N;
    return expiry !== undefined && Number(expiry) * 1000 <= Date.now();
  }

  /** Copies what the source region owns, or may own as its stream was not read that far, to a replica that is new. */
  async #copy(source: string, destination: Replica): Promise<void> {
    const client = this.#surroundings.clients.tables(source);
    const keyNames = await this.#keyNames(source);
    let start: Image | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName: this.#name, ConsistentRead: true, ExclusiveStartKey: start }),
      );
      for (const image of page.Items ?? []) {
        const key = Object.fromEntries(Object.entries(image).filter(([name]) => keyNames.has(name)));
        const keyText = canonical(key);
        if ((this.#ledger.ownerOf(keyText) ?? source) === source) await destination.fill({ key, keyText, image });
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }

  async #keyNames(region: string): Promise<Set<string | undefined>> {
    const client = this.#surroundings.clients.tables(region);
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: this.#name }));
    return new Set(table?.KeySchema?.map(({ AttributeName }) => AttributeName));
  }
}
