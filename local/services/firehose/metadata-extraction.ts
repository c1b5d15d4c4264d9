import { AwsError } from "../../endpoint/aws-error.ts";

/** Why a record has no partition. */
export class ExtractionFailed extends Error {
  override readonly name = "ExtractionFailed";
}

const keyPattern = /^\s*([A-Za-z_]\w*)\s*:\s*((?:\.(?:[A-Za-z_]\w*|"[^"\\]+"))+)\s*$/;
const stepPattern = /\.(?:([A-Za-z_]\w*)|"([^"\\]+)")/g;

/**
 * The partition keys of a record, by a query in JQ: `{kind:.kind,of:.detail."item-id"}`. Only objects of simple paths
 * are known; whatever else JQ can do is refused.
 */
export class MetadataExtraction {
  readonly #paths: ReadonlyMap<string, readonly string[]>;

  /** @throws AwsError InvalidArgumentException naming the part that it does not know */
  constructor(query: string) {
    const inner = /^\s*\{(.*)\}\s*$/s.exec(query)?.[1];
    if (inner === undefined) throw refused(query, "must be an object, such as {kind:.kind}");
    this.#paths = new Map(inner.split(",").map((entry) => entryOf(query, entry)));
  }

  /** Names of the keys. */
  get keys(): string[] {
    return [...this.#paths.keys()];
  }

  /** @throws ExtractionFailed if the record is not JSON, or lacks a key */
  keysOf(record: Buffer): Record<string, string> {
    let json: unknown;
    try {
      json = JSON.parse(record.toString());
    } catch {
      throw new ExtractionFailed("Non JSON record provided");
    }
    const keys = [...this.#paths].map(([key, path]) => {
      const value = path.reduce(step, json);
      if (typeof value === "number" || typeof value === "boolean") return [key, String(value)] as const;
      if (typeof value === "string" && value !== "") return [key, value] as const;
      throw new ExtractionFailed("partitionKeys values must not be null or empty");
    });
    return Object.fromEntries(keys);
  }
}

function entryOf(query: string, entry: string): [string, string[]] {
  const [, key, path] = keyPattern.exec(entry) ?? [];
  if (key === undefined || path === undefined) {
    throw refused(
      query,
      `holds "${entry.trim()}", and this machine knows a key with a simple path only, such as kind:.kind`,
    );
  }
  return [key, [...path.matchAll(stepPattern)].map(([, plain, quoted = ""]) => plain ?? quoted)];
}

function step(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function refused(query: string, rule: string): AwsError {
  return new AwsError("InvalidArgumentException", `MetadataExtractionQuery is ${query}, and ${rule}`);
}
