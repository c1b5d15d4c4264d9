import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startBerth } from "../../demo/berth.ts";
import { wholeNumber } from "../options.ts";
import { fuzz } from "./fuzz.ts";

const usage = "npm run fuzz -- [--requests 20000] [--seed 1] [--patience 5] [--json]";

/** `npm run fuzz`: sends requests made from the API document to the regions of this machine; ends with 1 if any has gone wrong. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      requests: { type: "string", default: "20000" },
      seed: { type: "string", default: "1" },
      patience: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
    },
  });
  const count = wholeNumber("--requests", values.requests, [1, 1_000_000], usage);
  const seed = wholeNumber("--seed", values.seed, [0, 2_147_483_647], usage);
  const patienceSeconds = wholeNumber("--patience", values.patience, [1, 60], usage);
  const folder = await mkdtemp(join(tmpdir(), "berth-fuzz-"));
  const berth = await startBerth({ port: 0, folder });
  try {
    const result = await fuzz(berth, { count, seed, patienceSeconds });
    if (values.json) console.log(JSON.stringify(result, null, 2));
    else {
      for (const [answer, times] of Object.entries(result.answers).toSorted()) {
        console.log(`${String(times).padStart(7)}  ${answer}`);
      }
      for (const problem of result.problems) console.log(`BROKEN  ${problem}`);
      console.log(`${result.requests} requests of seed ${seed}: ${result.problems.length} went wrong`);
    }
    return result.problems.length === 0 ? 0 : 1;
  } finally {
    await berth.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`fuzz: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
