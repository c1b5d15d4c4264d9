import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What `@pulumi/aws` declares of a resource type. */
export interface Declaration {
  /** What a program may give. */
  readonly inputs: ReadonlySet<string>;
  /** What only AWS gives. */
  readonly outputs: ReadonlySet<string>;
}

const packageFile = createRequire(import.meta.url).resolve("@pulumi/aws/package.json");

/** Version of `@pulumi/aws`, whose provider this one stands in for. */
export const awsVersion = (JSON.parse(readFileSync(packageFile, "utf8")) as { version: string }).version;

const known = new Map<string, Declaration | undefined>();

/**
 * The properties of a resource type, or undefined if `@pulumi/aws` has none of that token. They are read from the
 * generated constructor, as the package ships no schema: `resourceInputs["arn"] = undefined /*out*\/`.
 *
 * @param type such as `aws:sqs/queue:Queue`, which lies in `sqs/queue.js`
 */
export function declarationOf(type: string): Declaration | undefined {
  if (!known.has(type)) known.set(type, read(type));
  return known.get(type);
}

function read(type: string): Declaration | undefined {
  const module = /^aws:([a-z0-9]+\/[A-Za-z0-9]+):[A-Za-z0-9]+$/.exec(type)?.[1];
  if (module === undefined) return undefined;
  const file = join(dirname(packageFile), `${module}.js`);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, "utf8");
  const named = (pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name = ""]) => name));
  return {
    inputs: named(/resourceInputs\["(\w+)"\] = .*\bargs\?\./g),
    outputs: named(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g),
  };
}
