import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { canonical, type Image } from "../image.ts";
import type { EngineClients } from "../engine-clients.ts";
import type { WriteAction } from "./actions.ts";
import type { Capacity } from "./capacity.ts";
import { itemSize } from "./item-size.ts";
import type { MeteredTable, Schemas } from "./schemas.ts";
import { indexWriteUnits, writeUnits } from "./units.ts";

/** Between which sizes an item's lies, in bytes; all of them cost the same, but for what was never seen. */
interface SizeRange {
  readonly least: number;
  readonly most: number;
  /** What was the most before the updates that replace each other's values began, if the last write was one. */
  readonly replacing?: { readonly text: string; readonly most: number };
}

/** A write with what was there before, for tables with indexes. */
export interface PreparedWrite {
  readonly action: WriteAction;
  readonly table: MeteredTable;
  readonly key: Image;
  readonly before: Image | undefined;
}

const exactly = (size: number): SizeRange => ({ least: size, most: size });

/**
 * Finds what writes cost, nearly always without a word to the engine: sizes of items are known from the writes
 * themselves, and of an update how much it can add at most. Where that leaves open whether another kB was started, the
 * engine is asked. Items of tables with indexes are read before and after, as what an index costs depends on both.
 */
export class WriteMeter {
  readonly #region: string;
  readonly #clients: EngineClients;
  readonly #schemas: Schemas;
  readonly #capacity: Capacity;
  readonly #sizes = new Map<string, SizeRange>();

  constructor(region: string, clients: EngineClients, schemas: Schemas, capacity: Capacity) {
    this.#region = region;
    this.#clients = clients;
    this.#schemas = schemas;
    this.#capacity = capacity;
  }

  /** To be called before the write. @throws the engine's ResourceNotFoundException if there is no such table */
  async prepare(action: WriteAction): Promise<PreparedWrite> {
    const table = await this.#schemas.of(action.table);
    const key = Object.fromEntries(table.keyNames.map((name) => [name, keyValue(action.keyed[name])]));
    const before = table.indexes.length > 0 ? await this.#image(action.table, key) : undefined;
    return { action, table, key, before };
  }

  /**
   * Counts a write, and gives its units.
   *
   * @param factor 2 in a transaction, else 1
   * @param isDone false if a condition failed: then it costs what the item has that is there
   */
  async count(prepared: PreparedWrite, factor: number, isDone: boolean): Promise<number> {
    const { action, table, key } = prepared;
    const keyText = canonical(key);
    const units =
      table.indexes.length > 0
        ? await this.#unitsOfImages(prepared, isDone)
        : await this.#unitsOfSizes(action.table, key, keyText, isDone ? action.after : "same");
    this.#capacity.add("write", action.table, keyText, factor * units);
    return factor * units;
  }

  /** Counts a write that was replicated to the region. */
  async replicated(tableName: string, key: Image, before: Image | undefined, after: Image | undefined): Promise<void> {
    const keyText = canonical(key);
    const sizes = [before, after].map(itemSize);
    this.#sizes.set(`${tableName} ${keyText}`, exactly(itemSize(after)));
    const { indexes } = await this.#schemas.of(tableName);
    this.#capacity.add("replicatedWrite", tableName, keyText, writeUnits(Math.max(...sizes)));
    // Those of indexes are ordinary write units.
    const ofIndexes = indexes.reduce((total, index) => total + indexWriteUnits(index, before, after), 0);
    if (ofIndexes > 0) this.#capacity.add("write", tableName, keyText, ofIndexes);
  }

  async #unitsOfImages({ action, table, key, before }: PreparedWrite, isDone: boolean): Promise<number> {
    if (!isDone || action.after === "same") return writeUnits(itemSize(before));
    const after = await this.#image(action.table, key);
    const ofTable = writeUnits(Math.max(itemSize(before), itemSize(after)));
    return table.indexes.reduce((total, index) => total + indexWriteUnits(index, before, after), ofTable);
  }

  async #unitsOfSizes(table: string, key: Image, keyText: string, change: WriteAction["after"]): Promise<number> {
    const name = `${table} ${keyText}`;
    const isWhole = typeof change === "object" && "size" in change;
    // What was there before it was overwritten, and not written through this machine, nobody can know.
    const before = this.#sizes.get(name) ?? (isWhole ? exactly(0) : { least: 0, most: Infinity });
    let after = changed(before, change);
    if (writeUnits(after.least) !== writeUnits(after.most)) after = exactly(itemSize(await this.#image(table, key)));
    this.#sizes.set(name, after);
    return writeUnits(Math.max(before.least, after.least));
  }

  async #image(table: string, key: Image): Promise<Image | undefined> {
    const get = new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true });
    return (await this.#clients.tables(this.#region).send(get)).Item;
  }
}

function changed(before: SizeRange, change: WriteAction["after"]): SizeRange {
  if (change === "same") return before;
  if ("size" in change) return exactly(change.size);
  const { growth, replacement: text } = change;
  const most = text !== undefined && before.replacing?.text === text ? before.replacing.most : before.most;
  return { least: 0, most: most + growth, ...(text === undefined ? {} : { replacing: { text, most } }) };
}

/** A key's value as the SDK has it: bytes travel in base64. */
function keyValue(value: Image[string] | undefined): Image[string] {
  const bytes: unknown = value?.B;
  return typeof bytes === "string" ? { B: Buffer.from(bytes, "base64") } : (value ?? { NULL: true });
}
