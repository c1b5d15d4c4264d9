import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

let program: URL | undefined;

/**
 * The program of a worker that runs a function, `runtime/`, as one script. Compiled once: a worker that strips the types of these files
 * itself takes half as long again to start.
 */
export function runtimeProgram(): URL {
  program ??= new URL(`data:text/javascript;base64,${compiled().toString("base64")}`);
  return program;
}

function compiled(): Buffer {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL("runtime/bootstrap.ts", import.meta.url))],
    bundle: true,
    write: false,
    platform: "node",
    target: `node${process.versions.node}`,
    format: "esm",
    logLevel: "silent",
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}
