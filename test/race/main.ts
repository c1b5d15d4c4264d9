import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startBerth } from "../../demo/berth.ts";
import { invariants } from "../history/check.ts";
import { race } from "./race.ts";
import type { RaceResult } from "./race.ts";
import { wholeNumber } from "../options.ts";

const usage = "npm run race -- [--requests 2000] [--capacity 500] [--slots 1] [--regions 2] [--calm] [--json]";
const names = ["eu-west-1", "us-east-1", "ap-southeast-2", "sa-east-1", "af-south-1"];

/** `npm run race`: more customers than places, in regions of a machine of its own; ends with status 1 if a promise is broken. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "2000" },
      capacity: { type: "string", default: "500" },
      slots: { type: "string", default: "1" },
      regions: { type: "string", default: "2" },
      calm: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    },
  });
  const regions = names.slice(0, wholeNumber("--regions", values.regions, [2, names.length], usage));
  const options = {
    requests: wholeNumber("--requests", values.requests, [1, 100_000], usage),
    capacity: wholeNumber("--capacity", values.capacity, [1, 100_000], usage),
    slots: wholeNumber("--slots", values.slots, [1, 1_000], usage),
    disturbed: !values.calm,
    print: values.json ? undefined : console.log,
  };
  const folder = await mkdtemp(join(tmpdir(), "berth-race-"));
  const berth = await startBerth({ port: 0, folder, regions });
  let isClean = false;
  try {
    const result = await race(berth, options);
    if (values.json) console.log(JSON.stringify(result, null, 2));
    else for (const line of report(result)) console.log(line);
    const kept = result.violations.length + result.unsold.length + result.pending + result.conflicts === 0;
    isClean = kept;
    return kept ? 0 : 1;
  } finally {
    await berth.stop();
    if (isClean) await rm(folder, { recursive: true, force: true });
    else console.error(`race: the logs of the functions are in ${folder}`);
  }
}

function* report(result: RaceResult): Generator<string> {
  const { bookings, requests, confirmed, rejected, pending, conflicts, deadLetters, unsold, violations, seconds } =
    result;
  yield `${bookings} bookings by ${requests} requests: ${confirmed} confirmed, ${rejected} rejected, ${pending} pending`;
  yield `${deadLetters.length} dead letters`;
  for (const letter of deadLetters) yield `          ${letter}`;
  yield `${conflicts} replication conflicts, ${unsold.length} slots with places unsold that were asked for`;
  for (const [name, meaning] of Object.entries(invariants)) {
    const broken = violations.filter(({ invariant }) => invariant === name);
    yield `${broken.length === 0 ? "holds " : "BROKEN"}  ${name}: ${meaning}`;
    for (const { message } of broken) yield `          ${message}`;
  }
  yield `${seconds.toFixed(0)} s`;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`race: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exitCode = 1;
}
