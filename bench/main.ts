import { parseArgs } from "node:util";
import { benchClaims } from "./claims.ts";
import { benchReports } from "./reports.ts";

/** What can be measured, by name. */
const benches: Readonly<Record<string, () => Promise<object[]>>> = {
  claims: benchClaims,
  reports: () => benchReports(),
};

/** `npm run bench`: measures things side by side on this machine; the ratios are what counts, the rest depends on it. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: "string" }, json: { type: "boolean", default: false } } });
  const names = values.only === undefined ? Object.keys(benches) : [values.only];
  const results: Record<string, object[]> = {};
  for (const name of names) {
    const bench = benches[name];
    if (bench === undefined) {
      throw new RangeError(`--only is ${name} and must be one of ${Object.keys(benches).join(", ")}`);
    }
    results[name] = await bench();
    if (values.json) continue;
    console.log(name);
    console.table(results[name]);
  }
  if (values.json) console.log(JSON.stringify(results, null, 2));
}

try {
  await main();
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
