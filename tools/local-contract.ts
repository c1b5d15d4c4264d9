import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** As whom and where the services of a region are reached; without both, as the AWS SDK finds them. */
export interface Access {
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
  outputs: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

/** What the machine that runs here says of one of its regions. */
export interface LocalRegion {
  readonly access: Access;
  readonly tableName: string | undefined;
  /** What the region's stack exports. */
  readonly outputs: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A region of the machine that runs here; undefined if none runs.
 *
 * @throws Error if it has no such region
 */
export function localContract(region: string): LocalRegion | undefined {
  const file = join(process.env.BERTH_FOLDER ?? ".berth", "local.json");
  if (!existsSync(file)) return undefined;
  const { regions, operator, tableName, outputs } = contract.parse(JSON.parse(readFileSync(file, "utf8")));
  const endpoint = regions[region]?.endpoint;
  if (endpoint === undefined) {
    throw new Error(`--region is ${region} and must be one of ${Object.keys(regions).join(", ")}`);
  }
  return { access: { endpoint, credentials: operator }, tableName, outputs: outputs?.[region] };
}
