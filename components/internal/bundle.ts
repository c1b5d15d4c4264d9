import * as pulumi from "@pulumi/pulumi";
import { buildSync } from "esbuild";

/** The Node.js release of the functions' runtime: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
export const nodeRelease = 24;

/**
 * The deployment package of a function: its handler and all that it imports, the AWS SDK too, in one minified CommonJS
 * file, `index.js`, with `files` beside it. The SDK is bundled so that its version is the tested one, and because
 * one file loads faster than the runtime's own copy.
 *
 * The same sources give the same bytes, so that a second `up` changes nothing.
 *
 * @param entry path of the module that exports `handler`, relative to the working directory
 * @throws Error with esbuild's messages if the entry is missing or does not compile
 */
export function bundle(
  entry: string,
  files: Record<string, pulumi.Input<string>> = {},
): pulumi.Output<pulumi.asset.Archive> {
  const code = compile(entry);
  return pulumi.output(files).apply(
    (contents) =>
      new pulumi.asset.AssetArchive({
        "index.js": new pulumi.asset.StringAsset(code),
        ...Object.fromEntries(
          Object.entries(contents).map(([name, content]) => [name, new pulumi.asset.StringAsset(content)]),
        ),
      }),
  );
}

const compiled = new Map<string, string>();

/** Compiles an entry once in a process: several stacks may be evaluated in one. */
function compile(entry: string): string {
  const known = compiled.get(entry);
  if (known !== undefined) return known;
  const result = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: "node",
    target: `node${nodeRelease}`,
    format: "cjs",
    mainFields: ["module", "main"], // ES modules lose what is not used: a quarter of the bundle
    minify: true,
    keepNames: true,
    legalComments: "none",
    logLevel: "silent",
  });
  const code = result.outputFiles[0]?.text ?? "";
  compiled.set(entry, code);
  return code;
}
