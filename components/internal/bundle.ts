import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { build } from "esbuild";

/** The Node.js release of the functions' runtime: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export const nodeRelease = 24;

/**
 * The deployment package of a function: its handler and all that it imports, the AWS SDK too, in one minified CommonJS
 * file, `index.js`, with `files` beside it. The SDK is bundled so that its version is the tested one, and because
 * one file loads faster than the runtime's own copy.
 *
 * The same sources give the same bytes, so that a second `up` changes nothing. It fails with esbuild's messages if they do not compile.
 *
 * @param entry path of the module that exports `handler`, relative to the working directory
 */
export function bundle(
  entry: string,
  files: Record<string, pulumi.Input<string>> = {},
): pulumi.Output<pulumi.asset.Archive> {
  return pulumi.all([compiledFile(entry), files]).apply(
    ([path, contents]) =>
      new pulumi.asset.AssetArchive({
        "index.js": new pulumi.asset.FileAsset(path),
        ...Object.fromEntries(
          Object.entries(contents).map(([name, content]) => [name, new pulumi.asset.StringAsset(content)]),
        ),
      }),
  );
}

/**
 * The compiled entry as a file, whose path follows from what is in it. Pulumi's state keeps the digest of a file, and of a text the
 * whole of it: half a megabyte a function, read and written at each step of an update.
 */
async function compiledFile(entry: string): Promise<string> {
  const code = await compile(entry);
  const folder = resolve("node_modules/.cache/berth/functions");
  const path = join(folder, `${createHash("sha256").update(code).digest("hex")}.js`);
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  // Several processes may evaluate the program at once: nobody sees half of it.
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, code);
  await rename(unfinished, path);
  return path;
}

const compiled = new Map<string, Promise<string>>();
let wanted: { readonly entry: string; readonly code: PromiseWithResolvers<string> }[] = [];

/**
 * Compiles an entry once in a process, as several stacks may be evaluated in one. Entries that are asked for in the same turn are
 * compiled together, a third of the time that they take one by one: what they share, as the SDK, is parsed once.
 */
function compile(entry: string): Promise<string> {
  const known = compiled.get(entry);
  if (known) return known;
  const code = Promise.withResolvers<string>();
  compiled.set(entry, code.promise);
  if (wanted.push({ entry, code }) === 1) setImmediate(() => void compileWanted());
  return code.promise;
}

async function compileWanted(): Promise<void> {
  const batch = wanted;
  wanted = [];
  try {
    const codes = await compileAll(batch.map(({ entry }) => entry));
    for (const [index, { code }] of batch.entries()) code.resolve(codes[index] ?? "");
  } catch (error) {
    for (const { entry, code } of batch) {
      compiled.delete(entry);
      code.reject(error);
    }
  }
}

async function compileAll(entries: readonly string[]): Promise<string[]> {
  const result = await build({
    entryPoints: entries.map((entry, index) => ({ in: entry, out: String(index) })),
    bundle: true,
    write: false,
    outdir: ".", // nothing is written: names the outputs only
    platform: "node",
    target: `node${nodeRelease}`,
    format: "cjs",
    mainFields: ["module", "main"], // ES modules lose what is not used: a quarter of the bundle
    minify: true,
    keepNames: true,
    legalComments: "none",
    logLevel: "silent",
  });
  const texts = new Map(result.outputFiles.map(({ path, text }) => [basename(path, ".js"), text]));
  return entries.map((_, index) => texts.get(String(index)) ?? "");
}
