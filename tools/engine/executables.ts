import { execFile, spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { EngineError } from "./engine-error.ts";

/** The Pulumi that `tools/go.mod` builds; an installed one may be newer, and must not be older. */
export const pulumiVersion = "3.245.0";

const root = join(import.meta.dirname, "..", "..");

/** Where the provider of this machine lies, as `pulumi-resource-aws`. */
export const providerFolder = join(root, "local", "provider", "bin");

/** Where the stand-in for Pulumi's host of Node.js programs lies, as `pulumi-language-nodejs`. */
export const languageHostFolder = join(root, "tools", "language-host", "bin");

/** The first file of that name on the path that may be executed; undefined if there is none. */
export function onPath(name: string, path: string): string | undefined {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** Where what was built is kept, outside of the project: it outlives a checkout. */
function cacheFolder({ XDG_CACHE_HOME = join(homedir(), ".cache") }: NodeJS.ProcessEnv): string {
  return join(XDG_CACHE_HOME, "berth", `pulumi-${pulumiVersion}`);
}

/**
 * The Pulumi command: that on the PATH, else that which was built before; undefined if there is neither.
 *
 * @param say takes a line for the person who waits
 */
export async function findPulumi(
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<string | undefined> {
  const installed = onPath("pulumi", environment.PATH ?? "");
  if (installed !== undefined) {
    const version = await versionOf(installed);
    if (version !== undefined && isAtLeast(version, pulumiVersion)) return installed;
    say(
      `${installed} is Pulumi ${version ?? "of an unknown version"}, and ${pulumiVersion} is needed: it is not used.`,
    );
  }
  const built = join(cacheFolder(environment), "pulumi");
  return isExecutable(built) ? built : undefined;
}

/** Whether `findPulumi` or `buildPulumi` can be expected to give a Pulumi. */
export function canBuildPulumi(environment: NodeJS.ProcessEnv): boolean {
  return onPath("go", environment.PATH ?? "") !== undefined;
}

/**
 * Builds the Pulumi command from its Go modules, as `tools/go.mod` and `tools/go.sum` fix them, into the cache.
 *
 * @throws EngineError if Go is missing, or the build fails
 */
export async function buildPulumi(environment: NodeJS.ProcessEnv, say: (line: string) => void): Promise<string> {
  if (!canBuildPulumi(environment)) {
    throw new EngineError(
      `neither Pulumi nor Go is on the PATH: install Pulumi ${pulumiVersion} or newer (https://www.pulumi.com/docs/install/), or Go 1.25.8 or newer, which builds it`,
    );
  }
  const folder = cacheFolder(environment);
  mkdirSync(folder, { recursive: true });
  const workplace = mkdtempSync(join(folder, "build-")); // a build that is interrupted leaves no half of a command
  try {
    say(`Building Pulumi ${pulumiVersion} with Go, once, into ${folder}: some minutes on two cores.`);
    await compile(workplace, environment, say);
    const built = join(folder, "pulumi");
    renameSync(join(workplace, "pulumi"), built);
    return built;
  } finally {
    rmSync(workplace, { recursive: true, force: true });
  }
}

async function compile(target: string, environment: NodeJS.ProcessEnv, say: (line: string) => void): Promise<void> {
  const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`;
  const go = spawn(
    "go",
    ["install", "-v", "-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", `-s -w -X ${version}`, "tool"],
    {
      cwd: join(root, "tools"),
      env: { ...environment, GOBIN: target, GOWORK: "off" },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  const ended = new Promise<number | null>((resolve, reject) => {
    go.once("error", reject);
    go.once("close", resolve);
  });
  const lines: string[] = [];
  let compiled = 0;
  for await (const line of createInterface(go.stderr)) {
    lines.push(line);
    if (line.startsWith("go: downloading ") && lines.length % 50 === 1) say("  downloading modules");
    if (/^[\w.~/-]+$/.test(line) && ++compiled % 100 === 0) say(`  ${compiled} packages compiled`);
  }
  if ((await ended) !== 0) throw new EngineError(`Pulumi cannot be built: ${lines.slice(-3).join("; ")}`);
}

async function versionOf(command: string): Promise<string | undefined> {
  try {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const { stdout } = await promisify(execFile)(command, ["version"], { env });
    return /^v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  } catch {
    return undefined; // such as the launcher of the npm package `pulumi`, which downloads the command
  }
}

function isAtLeast(version: string, wanted: string): boolean {
  const [own, other] = [version, wanted].map((text) => text.split(".").map(Number));
  const place = own?.findIndex((part, index) => part !== other?.[index]) ?? -1;
  return place === -1 || (own?.[place] ?? 0) > (other?.[place] ?? 0);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
