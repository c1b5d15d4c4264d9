import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { runSeed } from "./run.ts";
import type { Failure, Tally } from "./run.ts";
import { wholeNumber } from "../options.ts";

const usage = "npm run simulate -- [--seeds 2000] [--regions 3] [--from 1] [--json]";
const mostRegions = 5;

interface Share {
  readonly seeds: readonly number[];
  readonly regions: number;
}

interface Outcome {
  readonly failures: readonly Failure[];
  readonly tally: Tally;
}

/** `npm run simulate`: plays the scenarios of many seeds, on all cores; ends with status 1 if an invariant is broken. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seeds: { type: "string", default: "2000" },
      regions: { type: "string", default: "3" },
      from: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
    },
  });
  const seeds = wholeNumber("--seeds", values.seeds, [1, 10_000_000], usage);
  const regions = wholeNumber("--regions", values.regions, [2, mostRegions], usage);
  const from = wholeNumber("--from", values.from, [0, 2_000_000_000], usage);

  const began = performance.now();
  const cores = Math.min(seeds, availableParallelism());
  const shares = Array.from({ length: cores }, (_, core) => ({
    regions,
    seeds: Array.from({ length: seeds }, (_, index) => from + index).filter((_, index) => index % cores === core),
  }));
  const outcomes = await Promise.all(shares.map(playInThread));
  const minutes = (performance.now() - began) / 60_000;

  const tally: Tally = {};
  for (const outcome of outcomes) {
    for (const [name, times] of Object.entries(outcome.tally)) tally[name] = (tally[name] ?? 0) + times;
  }
  const failures = outcomes.flatMap((outcome) => outcome.failures).sort((left, right) => left.seed - right.seed);
  const schedulesPerMinute = Math.round(seeds / minutes);
  if (values.json) console.log(JSON.stringify({ regions, seeds, from, schedulesPerMinute, tally, failures }, null, 2));
  else for (const line of report({ regions, seeds, schedulesPerMinute, tally, failures })) console.log(line);
  return failures.length === 0 ? 0 : 1;
}

function* report(found: {
  regions: number;
  seeds: number;
  schedulesPerMinute: number;
  tally: Tally;
  failures: readonly Failure[];
}): Generator<string> {
  for (const [name, times] of Object.entries(found.tally).sort()) yield `${String(times).padStart(9)}  ${name}`;
  for (const { seed, scenario, violations } of found.failures) {
    yield `seed ${seed} fails; the shortest scenario, to be kept in test/simulation/cases:`;
    yield JSON.stringify(scenario);
    for (const { invariant, message } of violations) yield `  ${invariant}: ${message}`;
  }
  const verdict = found.failures.length === 0 ? "every invariant held" : `${found.failures.length} failed`;
  yield `${found.seeds} schedules of ${found.regions} regions, ${found.schedulesPerMinute} a minute: ${verdict}`;
}

async function playInThread(share: Share): Promise<Outcome> {
  return await new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

async function play({ seeds, regions }: Share): Promise<Outcome> {
  const tally: Tally = {};
  const failures: Failure[] = [];
  for (const seed of seeds) {
    const failure = await runSeed(seed, regions, tally);
    if (failure !== undefined) failures.push(failure);
  }
  return { failures, tally };
}

if (isMainThread) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(`simulate: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
} else {
  const outcome = await play(workerData as Share);
  parentPort?.postMessage(outcome);
}
