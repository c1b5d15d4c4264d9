import { MachineError } from "../local/machine-error.ts";
import type { Machine } from "../local/machine.ts";
import { startBerth } from "./berth.ts";
import { startEmpty } from "./empty.ts";
import { engineInstructions, instructions } from "./instructions.ts";
import type { BerthOptions } from "./local-machine.ts";

/** What runs until Ctrl-C. */
interface Running {
  readonly machine: Machine;
  /** What a person may do with it. */
  readonly lines: readonly string[];
  stop(): Promise<void>;
}

/** `npm start`: Berth on this machine, until Ctrl-C. `npm start -- --empty`: the machine with nothing deployed. */
async function main(): Promise<void> {
  const empty = isEmpty(process.argv.slice(2));
  const began = performance.now();
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      stopping.abort();
    });
  }
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener("abort", () => {
      resolve();
    });
  });

  const { BERTH_PORT, BERTH_REGIONS, BERTH_FOLDER: folder = ".berth" } = process.env;
  console.log(`Starting Berth on this machine. It talks to 127.0.0.1 only, and keeps its files in ${folder}/.`);
  const regions = BERTH_REGIONS?.split(",").map((name) => name.trim());
  const options = { folder, port: portFrom(BERTH_PORT), regions, print: console.log };
  const running = await (empty ? startForEngine(options) : startWhole(options));
  if (!stopping.signal.aborted) {
    for (const line of running.lines) console.log(line);
    console.log(`\nReady in ${((performance.now() - began) / 1000).toFixed(1)} s. Ctrl-C stops it.`);
  }
  await stopped;
  console.log("Stopping.");
  await stop(running);
}

async function startWhole(options: BerthOptions & { folder: string }): Promise<Running> {
  const berth = await startBerth(options);
  return { machine: berth.machine, lines: instructions(berth, options.folder), stop: () => berth.stop() };
}

async function startForEngine(options: BerthOptions): Promise<Running> {
  const empty = await startEmpty(options);
  return { machine: empty.machine, lines: engineInstructions(empty), stop: () => empty.stop() };
}

async function stop(running: Running): Promise<void> {
  const { conflicts } = running.machine.replication;
  await running.stop();
  if (conflicts.length > 0) {
    throw new MachineError(`${conflicts.length} items were written by two regions, which must never happen`);
  }
}

/** @throws MachineError if there is any other argument */
function isEmpty(args: readonly string[]): boolean {
  const other = args.find((arg) => arg !== "--empty");
  if (other !== undefined) throw new MachineError(`${other} is no argument of npm start: it takes --empty, or none`);
  return args.length > 0;
}

/** @throws MachineError if it is set and no port that ten a region fit above */
function portFrom(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_000) {
    throw new MachineError(`BERTH_PORT is ${value}: set it to a port from 1 to 65000, or to 0 for any that are free`);
  }
  return port;
}

function fail(error: unknown): void {
  const { stack, message } = error instanceof Error ? error : new Error(String(error));
  console.error(`berth: ${error instanceof MachineError ? message : (stack ?? message)}`);
  process.exit(1);
}

process.on("unhandledRejection", fail);
await main().then(() => process.exit(0), fail);
