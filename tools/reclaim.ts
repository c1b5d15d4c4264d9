import { parseArgs } from "node:util";
import { setFence } from "../functions/operations/transfers.ts";
import { asOperator } from "./ledger/operator-site.ts";
import { reclaimAll } from "./ledger/reclaim-all.ts";
import { runCommand } from "./run-command.ts";

const usage = `npm run reclaim -- --region <region> --to <region> [--table <name>]
       npm run reclaim -- --region <region> --lift [--table <name>]`;

/**
 * `npm run reclaim`: takes a region out of service and sends all that it has not sold to another one, or puts it back. It works on
 * the region's own table, because nobody else can know what the region has sold: without it nothing can be reclaimed.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      region: { type: "string" },
      to: { type: "string" },
      table: { type: "string" },
      lift: { type: "boolean", default: false },
    },
  });
  const { region, to, table, lift } = values;
  if (region === undefined || (to === undefined) === !lift || region === to) {
    throw new Error(`--region and either --to, another region, or --lift are needed\nusage: ${usage}`);
  }
  await asOperator({ region, table }, async (site) => {
    await setFence(site, !lift);
    if (to === undefined) {
      console.log(`${region} is in service again: places will be sent to it as it sells.`);
      return;
    }
    console.log(`${region} is fenced: once the others hear of it, nothing is sent or forwarded to it.`);
    let total = 0;
    for await (const { slotId, units } of reclaimAll(site, to)) {
      total += units;
      console.log(`${String(units).padStart(7)}  ${slotId}`);
    }
    console.log(
      `${String(total).padStart(7)}  units are on their way to ${to}. What still runs in ${region} finds none to sell.`,
    );
  });
}

await runCommand("reclaim", main);
