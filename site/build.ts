import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { hashedFolder } from "../components/site-headers.ts";

const source = "site/page";
/** What a build follows from. */
const inputs = [source, "site/config.ts", "site/build.ts", "package-lock.json"];
const cache = "node_modules/.cache/berth-site";

/**
 * Builds the page for all environments: it lacks only its `config.json`. What was built before of the same is taken as it is.
 *
 * @returns the folder with `index.html`
 * @throws if it cannot be built
 */
export async function buildSite(): Promise<string> {
  const folder = join(cache, digestOf(inputs));
  if (existsSync(folder)) return folder;
  const { build } = await import("vite"); // which nobody waits for who has a build
  const draft = `${folder}.${process.pid}`; // whoever finds a build finds a whole one
  await build({
    configFile: false,
    logLevel: "warn",
    root: source,
    build: {
      emptyOutDir: true,
      outDir: join(process.cwd(), draft),
      assetsDir: hashedFolder.replace("/", ""),
      assetsInlineLimit: 0, // the page's policy takes no font that is written as data
      modulePreload: { polyfill: false },
      target: "es2022",
    },
  });
  await mkdir(cache, { recursive: true });
  await rename(draft, folder).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // somebody else was faster
  });
  return folder;
}

function digestOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths.flatMap(filesUnder)) hash.update(path).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex").slice(0, 16);
}

function filesUnder(path: string): string[] {
  if (/\.\w+$/.test(path)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}
