import { containsUnknown, isCode, isObject, type Properties, type Wire } from "../control/wire.ts";
import { same } from "./equality.ts";

/** What became of a property. */
export type Change = "add" | "delete" | "update";

/** One difference. */
export interface Difference {
  readonly change: Change;
  /** The input that it is part of. */
  readonly property: string;
}

/** What differs, by its path in the engine's notation, such as `replicas[0].regionName`. */
export type Differences = ReadonlyMap<string, Difference>;

/** What differs between two sets of inputs, as deep down as both have a place for it. Unknown values always differ. */
export function differences(before: Properties, after: Properties): Differences {
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return new Map(
    properties.flatMap((property) =>
      compare(before[property], after[property], join("", property)).map(([path, change]) => [
        path,
        { change, property },
      ]),
    ),
  );
}

type Entry = [path: string, change: Change];

function members(before: Properties, after: Properties, path: string): Entry[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return keys.flatMap((key) => compare(before[key], after[key], join(path, key)));
}

function compare(before: Wire | undefined, after: Wire | undefined, path: string): Entry[] {
  if (after === undefined) return before === undefined ? [] : [[path, "delete"]];
  if (before === undefined) return [[path, "add"]];
  if (!containsUnknown(after) && same(before, after)) return [];
  if (isObject(before) && isObject(after) && !isCode(before) && !isCode(after)) return members(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) {
    const places = Array.from({ length: Math.max(before.length, after.length) }, (_, place) => place);
    return places.flatMap((place) => compare(before[place], after[place], `${path}[${place}]`));
  }
  return [[path, "update"]];
}

/** Names that would read as something else are quoted. */
function join(path: string, key: string): string {
  if (/^[\w$-]+$/.test(key)) return path === "" ? key : `${path}.${key}`;
  return `${path}["${key.replaceAll('"', '\\"')}"]`;
}
