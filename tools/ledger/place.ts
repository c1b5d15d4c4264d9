import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Where a region's table is, and as whom it is reached; without endpoint and credentials, as the AWS SDK finds them. */
export interface Place {
  readonly tableName: string;
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
  };
}

const contract = z.looseObject({
  regions: z.record(z.string(), z.looseObject({ endpoint: z.url() })),
  operator: z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string() }),
  tableName: z.string().optional(),
});

/**
 * The table of a region: of the machine that runs here if there is one, else of AWS.
 *
 * @throws Error if the machine has no such region, or it is not known how the table is called
 */
export function placeOf(region: string, table: string | undefined): Place {
  const file = join(process.env.BERTH_FOLDER ?? ".berth", "local.json");
  const local = existsSync(file) ? contract.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
  const tableName = table ?? local?.tableName;
  if (tableName === undefined) {
    throw new Error("--table is not set: name the ledger's table, the last part of the output ledgerArn of a stack");
  }
  if (local === undefined) return { tableName };
  const endpoint = local.regions[region]?.endpoint;
  if (endpoint === undefined) {
    throw new Error(`--region is ${region} and must be one of ${Object.keys(local.regions).join(", ")}`);
  }
  return { tableName, endpoint, credentials: local.operator };
}
