import { MachineError } from "../local/machine-error.ts";
import { type Berth, startBerth } from "./berth.ts";
import { instructions } from "./instructions.ts";

/** `npm start`: Berth on this machine, until Ctrl-C. */
async function main(): Promise<void> {
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

  const { BERTH_PORT, BERTH_FOLDER: folder = ".berth" } = process.env;
  console.log(`Starting Berth on this machine. It talks to 127.0.0.1 only, and keeps its files in ${folder}/.`);
  const berth = await startBerth({ folder, port: portFrom(BERTH_PORT), print: console.log });
  if (!stopping.signal.aborted) {
    for (const line of instructions(berth, folder)) console.log(line);
    console.log(`\nReady in ${((performance.now() - began) / 1000).toFixed(1)} s. Ctrl-C stops it.`);
  }
  await stopped;
  console.log("Stopping.");
  await stop(berth);
}

async function stop(berth: Berth): Promise<void> {
  const { conflicts } = berth.machine.replication;
  await berth.stop();
  if (conflicts.length > 0) {
    throw new MachineError(`${conflicts.length} items were written by two regions, which must never happen`);
  }
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
