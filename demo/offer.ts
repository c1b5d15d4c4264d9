import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { demoTours, offer } from "./tours.ts";

const usage = "npm run offer -- <ARN of the ledger, an output of the primary's stack>";

const contract = z.looseObject({
  regions: z.record(z.string(), z.looseObject({ endpoint: z.url() })),
  operator: z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() }),
  takesStacks: z.boolean(),
});

/** `npm run offer`: gives an empty machine that Pulumi's engine has filled the tours that `npm start` offers by itself. */
async function main([ledgerArn = ""]: readonly string[]): Promise<void> {
  const tableName = /^arn:aws:dynamodb:[^:]+:\d+:table\/([\w.-]+)$/.exec(ledgerArn)?.[1];
  if (tableName === undefined) throw new Error(`"${ledgerArn}" is not the ARN of a table. ${usage}`);
  const file = join(process.env.BERTH_FOLDER ?? ".berth", "local.json");
  if (!existsSync(file)) throw new Error("no machine runs here: start one with npm start -- --empty");
  const { regions, operator, takesStacks } = contract.parse(JSON.parse(readFileSync(file, "utf8")));
  if (!takesStacks) throw new Error("the machine that runs has its tours already");
  for (const tour of demoTours(Object.keys(regions))) {
    const endpoint = regions[tour.homeRegion]?.endpoint ?? "";
    const slots = await offer(tour, { endpoint, credentials: operator, tableName });
    console.log(`${tour.title}, sold in ${tour.homeRegion}: ${slots.join(", ")}`);
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`offer: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
