import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";

const page = join(import.meta.dirname, "page");

/** Where the console lies under its address. */
export const consolePath = "/_local";

/** The files of the console's page by their names: its document, its script, its style and its fonts. */
export async function consoleFiles(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: [{ in: join(page, "main.tsx"), out: "console" }, join(page, "console.css")],
    bundle: true,
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "preact",
    loader: { ".woff2": "file" },
    logLevel: "silent",
    outdir: consolePath,
    publicPath: consolePath,
    target: "es2022",
    write: false,
  });
  const document = await readFile(join(page, "index.html"));
  return new Map([
    ["index.html", document],
    ...outputFiles.map(({ path, contents }) => [basename(path), contents] as const),
  ]);
}
