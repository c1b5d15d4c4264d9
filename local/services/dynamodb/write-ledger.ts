/** A write that a region's own callers made, as one replica's stream told it. */
export interface Write {
  /** The key in canonical form. */
  readonly key: string;
  readonly region: string;
  /** Its place in the order in which the machine saw the writes of all regions. */
  readonly version: number;
}

interface Entry {
  readonly owner: string;
  readonly latest: Write;
}

/**
 * Who owns each key of a table, and who wrote it last. The first region that was seen to write a key owns it for good,
 * also after the item is deleted: so the ledger grows with the number of keys ever written, and is kept in memory only.
 */
export class WriteLedger {
  readonly #entries = new Map<string, Entry>();
  #version = 0;

  /** Records a write. `owner` is the region that owns the key; where it is another, the write is a conflict. */
  record(key: string, region: string): { write: Write; owner: string } {
    this.#version += 1;
    const write = { key, region, version: this.#version };
    const owner = this.#entries.get(key)?.owner ?? region;
    this.#entries.set(key, { owner, latest: write });
    return { write, owner };
  }

  /** The region that owns the key, or undefined if nobody was seen to write it. */
  ownerOf(key: string): string | undefined {
    return this.#entries.get(key)?.owner;
  }

  /** Whether another region has written the key since: the last writer wins, so this write must not go over it. */
  isOverruled(write: Write): boolean {
    const latest = this.#entries.get(write.key)?.latest;
    return latest !== undefined && latest.region !== write.region && latest.version > write.version;
  }

  /** Whether nobody has written the key since, the same region included. */
  isLatest(write: Write): boolean {
    return this.#entries.get(write.key)?.latest.version === write.version;
  }
}
