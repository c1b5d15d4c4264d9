import { canonical, type Image } from "../image.ts";

/** Capacity units, by AWS's rule. */
export interface CapacityUnits {
  /** Of the region's own writes, conditions that failed included. */
  readonly write: number;
  /** Of writes that were replicated to the region. */
  readonly replicatedWrite: number;
  readonly read: number;
}

type Kind = keyof CapacityUnits;
type Counters = ReadonlyMap<string, CapacityUnits>;

const none: CapacityUnits = { write: 0, replicatedWrite: 0, read: 0 };

/** Units consumed in one region, up to a moment or between two. */
export class CapacitySnapshot {
  readonly #tables: Counters;
  readonly #items: Counters;

  constructor(tables: Counters, items: Counters) {
    this.#tables = tables;
    this.#items = items;
  }

  /** Units of a table with its indexes. */
  ofTable(table: string): CapacityUnits {
    return this.#tables.get(table) ?? none;
  }

  /** Units of one item, by its key. Queries, scans and batches of reads count for the table only. */
  ofItem(table: string, key: Image): CapacityUnits {
    return this.#items.get(itemName(table, canonical(key))) ?? none;
  }

  /** What was consumed since an earlier snapshot. */
  since(earlier: CapacitySnapshot): CapacitySnapshot {
    return new CapacitySnapshot(difference(this.#tables, earlier.#tables), difference(this.#items, earlier.#items));
  }
}

/** Counts the units that a region consumes. It grows with the number of keys ever used, and is kept in memory only. */
export class Capacity {
  readonly #tables = new Map<string, CapacityUnits>();
  readonly #items = new Map<string, CapacityUnits>();

  /** What was consumed since the start, or the last reset. */
  snapshot(): CapacitySnapshot {
    return new CapacitySnapshot(new Map(this.#tables), new Map(this.#items));
  }

  /** Begins at 0 again. */
  reset(): void {
    this.#tables.clear();
    this.#items.clear();
  }

  /** @param keyText the item's key in canonical form; without, the units are the table's only */
  add(kind: Kind, table: string, keyText: string | undefined, units: number): void {
    increase(this.#tables, table, kind, units);
    if (keyText !== undefined) increase(this.#items, itemName(table, keyText), kind, units);
  }
}

function increase(counters: Map<string, CapacityUnits>, name: string, kind: Kind, units: number): void {
  const before = counters.get(name) ?? none;
  counters.set(name, { ...before, [kind]: before[kind] + units });
}

function difference(later: Counters, earlier: Counters): Counters {
  return new Map(
    [...later].map(([name, units]) => {
      const { write, replicatedWrite, read } = earlier.get(name) ?? none;
      return [
        name,
        {
          write: units.write - write,
          replicatedWrite: units.replicatedWrite - replicatedWrite,
          read: units.read - read,
        },
      ];
    }),
  );
}

function itemName(table: string, keyText: string): string {
  return `${table} ${keyText}`;
}
