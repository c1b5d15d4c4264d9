import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { DynamoDbStore } from "../functions/operations/dynamodb-store.ts";
import { setFence } from "../functions/operations/transfers.ts";
import { placeOf } from "./reclaim/place.ts";
import { reclaimAll } from "./reclaim/reclaim-all.ts";

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
  const { tableName, endpoint, credentials } = placeOf(region, table);
  const client = new DynamoDBClient({ region, endpoint, credentials, maxAttempts: 2 });
  const store = new DynamoDbStore(DynamoDBDocumentClient.from(client), tableName);
  const site = { store, region, regions: [region], now: () => new Date(), random: Math.random, newId: randomUUID };
  try {
    await setFence(site, !lift).catch((error: unknown) => {
      throw new Error(
        `the table ${tableName} of ${region} cannot be reached, and only it knows what ${region} has sold: nothing was changed. Try again when it answers.`,
        { cause: error },
      );
    });
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
  } finally {
    client.destroy();
  }
}

try {
  await main();
} catch (error) {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  console.error(`reclaim: ${message}${cause instanceof Error ? ` (${cause.name}: ${cause.message})` : ""}`);
  process.exitCode = 1;
}
