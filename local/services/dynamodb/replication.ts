import type { Measurements } from "../cloudwatch/metric.ts";
import { EngineClients } from "./engine-clients.ts";
import type { Engine } from "./engine.ts";
import type { ReplicatedWrite } from "./replica.ts";
import type { Conflict } from "./replicated-table.ts";
import { ReplicatedTable } from "./replicated-table.ts";

export type { Conflict };

interface ReplicationOptions {
  readonly engine: Pick<Engine, "url">;
  /** Where a region's measurements go. @default nowhere */
  readonly measurements?: (region: string) => Measurements | undefined;
  /** Told of every write that was replicated to a region. Must not reject. @default nothing */
  readonly onReplicated?: (region: string, write: ReplicatedWrite) => Promise<void>;
  /** Called at once for every write of a key that another region owns. @default nothing */
  readonly onConflict?: (conflict: Conflict) => void;
  /** Told what failed and will be tried again, such as a read while the engine is away. @default nothing */
  readonly onError?: (error: unknown) => void;
}

/** A global table as it is to be. */
export interface GlobalTable {
  readonly tableName: string;
  /** Every region that has a replica; their tables must exist, with streams of type NEW_AND_OLD_IMAGES. */
  readonly regions: readonly string[];
  /** The attribute that holds an item's time of expiry. Each replica lets its items expire by itself. @default none */
  readonly ttlAttribute?: string;
}

/**
 * What keeps the replicas of global tables alike, as multi-region eventual consistency (MREC) does on AWS: it reads the
 * stream of each region's table and applies what the region's callers wrote to the other replicas, later and in order
 * for each key; where two regions wrote one key, the last writer wins, by the order in which the streams were read.
 *
 * It also watches the rule that AWS does not know: the first region to write a key owns it. A write of that key by
 * another region, ever, is a conflict, also when the two cross on the way. A write that changes nothing leaves no trace
 * in a stream and is not seen. A transaction is not replicated as a unit.
 */
export class Replication {
  readonly #clients: EngineClients;
  readonly #options: ReplicationOptions;
  readonly #tables = new Map<string, ReplicatedTable>();
  readonly #conflicts: Conflict[] = [];
  readonly #cuts = new Map<string, readonly [string, string]>();
  readonly #isolated = new Set<string>();
  #lag = 0;

  constructor(options: ReplicationOptions) {
    this.#clients = new EngineClients(options.engine);
    this.#options = options;
  }

  /** Every write of a key that another region owned, in the order seen; the invariant is that there is none. */
  get conflicts(): readonly Conflict[] {
    return this.#conflicts;
  }

  /** How long a write is held back before it is applied elsewhere, in milliseconds. */
  get lag(): number {
    return this.#lag;
  }

  /**
   * Makes every write, those on their way included, arrive that much later. Reading adds up to 40 ms. @default 0
   *
   * @throws RangeError unless it is 0 or more.
   */
  setLag(milliseconds: number): void {
    if (!(milliseconds >= 0)) throw new RangeError(`replication lag ${milliseconds} must be 0 milliseconds or more`);
    this.#lag = milliseconds;
    this.#wake();
  }

  /** Lets nothing pass between two regions, either way, until it is healed; what they write is kept. */
  cut(regionA: string, regionB: string): void {
    this.#cuts.set(cutName(regionA, regionB), [regionA, regionB]);
  }

  /** The pairs of regions that are cut off from each other, isolated ones apart. */
  get cuts(): readonly (readonly [string, string])[] {
    return [...this.#cuts.values()];
  }

  /** Ends the cut between two regions: what was kept is sent, in order. */
  heal(regionA: string, regionB: string): void {
    this.#cuts.delete(cutName(regionA, regionB));
    this.#wake();
  }

  /** Lets nothing pass to or from a region until it rejoins, whatever is cut or healed meanwhile; what is written is kept. */
  isolate(region: string): void {
    this.#isolated.add(region);
  }

  /** Ends what `isolate` began. */
  rejoin(region: string): void {
    this.#isolated.delete(region);
    this.#wake();
  }

  /**
   * Starts to replicate a table, or changes which regions have a replica. A region that joins is given what the others
   * hold before this resolves.
   *
   * @throws Error naming table and region if a replica has no such stream; the engine's error if it has no such table.
   */
  async addTable({ tableName, regions, ttlAttribute }: GlobalTable): Promise<void> {
    const table = this.#tables.get(tableName) ?? this.#newTable(tableName);
    this.#tables.set(tableName, table);
    table.ttlAttribute = ttlAttribute;
    for (const region of table.regions) if (!regions.includes(region)) await table.leave(region);
    for (const region of regions) if (!table.regions.includes(region)) await table.join(region);
  }

  /** Ends the replication of a table; its replicas are left as they are. Does nothing if it is not replicated. */
  async removeTable(tableName: string): Promise<void> {
    const table = this.#tables.get(tableName);
    this.#tables.delete(tableName);
    await table?.stop();
  }

  /** The regions that have a replica of the table; none if it is not replicated. */
  regionsOf(tableName: string): readonly string[] {
    return this.#tables.get(tableName)?.regions ?? [];
  }

  /** Whether everything that was seen has been applied. What was written in the last moments may not be seen yet. */
  isSettled(): boolean {
    return [...this.#tables.values()].every(({ isSettled }) => isSettled);
  }

  /**
   * Resolves when everything written before the call was seen and applied everywhere. While regions that have something
   * for each other are cut off, it waits for them to be healed.
   */
  async settled(): Promise<void> {
    do {
      await Promise.all([...this.#tables.values()].map((table) => table.readToEnd()));
    } while (!this.isSettled());
  }

  /** Ends all replication and closes its connections. */
  async stop(): Promise<void> {
    await Promise.all([...this.#tables.keys()].map((name) => this.removeTable(name)));
    this.#clients.close();
  }

  #newTable(name: string): ReplicatedTable {
    const { measurements = () => undefined, onConflict, onError = () => undefined } = this.#options;
    return new ReplicatedTable(name, {
      clients: this.#clients,
      lag: () => this.#lag,
      isCut: (source, destination) =>
        this.#cuts.has(cutName(source, destination)) || [source, destination].some((name) => this.#isolated.has(name)),
      measurements,
      onError,
      onReplicated: this.#options.onReplicated ?? (() => Promise.resolve()),
      onConflict: (conflict) => {
        this.#conflicts.push(conflict);
        onConflict?.(conflict);
      },
    });
  }

  #wake(): void {
    for (const table of this.#tables.values()) table.wake();
  }
}

function cutName(regionA: string, regionB: string): string {
  return [regionA, regionB].sort().join(" ");
}
