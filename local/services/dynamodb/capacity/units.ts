import { canonical, type Image } from "../image.ts";
import { itemSize } from "./item-size.ts";

/** An index, as far as it costs. */
export interface MeteredIndex {
  /** Names of its key's attributes. */
  readonly keyNames: readonly string[];
  /** The attributes that it holds; undefined for all. */
  readonly projected: ReadonlySet<string> | undefined;
}

/** Units of a write: one for each started kB, and one at least. */
export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

/** Units of a strongly consistent read: one for each started 4 kB, and one at least. */
export function readUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 4096));
}

/** What a write of an item costs an index; nothing if the index does not change. */
export function indexWriteUnits({ keyNames, projected }: MeteredIndex, before?: Image, after?: Image): number {
  const entryOf = (image: Image | undefined) =>
    image !== undefined && keyNames.every((name) => image[name] !== undefined)
      ? pick(image, (name) => projected?.has(name) ?? true)
      : undefined;
  const [old, changed] = [entryOf(before), entryOf(after)];
  if (canonical(old) === canonical(changed)) return 0;
  const keyOf = (entry: Image) => canonical(pick(entry, (name) => keyNames.includes(name)));
  const sizes = [old, changed].filter((entry) => entry !== undefined).map(itemSize);
  const isMoved = old !== undefined && changed !== undefined && keyOf(old) !== keyOf(changed);
  // An entry that moves is deleted and put.
  return isMoved ? sizes.reduce((units, size) => units + writeUnits(size), 0) : writeUnits(Math.max(...sizes));
}

function pick(image: Image, isWanted: (name: string) => boolean): Image {
  return Object.fromEntries(Object.entries(image).filter(([name]) => isWanted(name)));
}
