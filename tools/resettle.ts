import { parseArgs } from "node:util";
import { asOperator } from "./ledger/operator-site.ts";
import { resettleAll } from "./ledger/resettle-all.ts";
import { runCommand } from "./run-command.ts";

const usage = "npm run resettle -- --region <region> [--table <name>]";

/**
 * `npm run resettle`: settles everything in a region's table again, after records of its stream were given up. The queue of
 * failures only names them, and the stream forgets them after a day; the table knows all that they said.
 */
async function main(): Promise<void> {
  const { region, table } = parseArgs({ options: { region: { type: "string" }, table: { type: "string" } } }).values;
  if (region === undefined) throw new Error(`--region is needed\nusage: ${usage}`);
  await asOperator({ region, table }, async (site) => {
    const { settled, failures } = await resettleAll(site, site.items());
    for (const { what, error } of failures) console.error(`  ${what}: ${error.message}`);
    console.log(`${settled} items of ${site.tableName} in ${region} are settled, ${failures.length} are not.`);
    if (failures.length > 0) throw new Error("run it again when the cause is gone: what is settled stays settled");
  });
}

await runCommand("resettle", main);
