import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { localEnvironment } from "../local/environment.ts";
import { Workspace } from "../tools/engine/workspace.ts";
import { untilBookable } from "./bookable.ts";
import { demoTours, offer } from "./tours.ts";

const contract = z.looseObject({
  regions: z.record(z.string(), z.looseObject({ endpoint: z.url() })),
  users: z.array(z.looseObject({ group: z.string(), token: z.string() })),
  operator: z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() }),
  takesStacks: z.boolean(),
});

const outputs = z.looseObject({ apiUrl: z.url(), ledgerArn: z.string(), catalogueArn: z.string() });

/** `npm run offer`: gives an empty machine that Pulumi's engine has filled the tours that `npm start` offers by itself. */
async function main(): Promise<void> {
  const folder = process.env.BERTH_FOLDER ?? ".berth";
  const file = join(folder, "local.json");
  if (!existsSync(file)) throw new Error("no machine runs here: start one with npm start -- --empty");
  const { regions, users, operator: credentials, takesStacks } = contract.parse(JSON.parse(readFileSync(file, "utf8")));
  if (!takesStacks) throw new Error("the machine that runs has its tours already");
  const token = users.find(({ group }) => group === "staff")?.token;
  const workspace = new Workspace(process.cwd(), folder, process.env);
  const stacks = new Map(
    Object.keys(regions).map((region) => {
      const stack = `${localEnvironment}-${region}`;
      const { success, data } = outputs.safeParse(workspace.outputs(stack));
      if (!success || token === undefined) throw new Error(`${stack} is not there yet: deploy it with npm run engine`);
      return [region, data];
    }),
  );
  const tours = [];
  for (const tour of demoTours(Object.keys(regions))) {
    tours.push(await offer(tour, { api: stacks.get(tour.homeRegion)?.apiUrl ?? "", token: token ?? "" }));
  }
  for (const [region, { ledgerArn, catalogueArn }] of stacks) {
    const tables = { ledger: nameIn(ledgerArn), catalogue: nameIn(catalogueArn) };
    await untilBookable({ region, endpoint: regions[region]?.endpoint ?? "", credentials }, tables, tours);
  }
  for (const { title, homeRegion, slotIds } of tours) {
    console.log(`${title}, offered in ${homeRegion}: ${slotIds.join(", ")}`);
  }
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

try {
  await main();
} catch (error) {
  console.error(`offer: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
