import { z } from "zod";
import type { TableDefinition } from "../../services/dynamodb/tables.ts";

const replica = z.strictObject({
  regionName: z.string(),
  consistencyMode: z.literal("EVENTUAL", "this machine replicates EVENTUAL only").optional(),
  deletionProtectionEnabled: z.boolean().default(false),
  // Kept in the state, and without effect here.
  kmsKeyArn: z.unknown().optional(),
  pointInTimeRecovery: z.unknown().optional(),
  propagateTags: z.unknown().optional(),
});

const globalSecondaryIndex = z.strictObject({
  name: z.string(),
  hashKey: z.string(),
  rangeKey: z.string().optional(),
  projectionType: z.enum(["ALL", "INCLUDE", "KEYS_ONLY"]),
  nonKeyAttributes: z.array(z.string()).optional(),
});

/** The inputs of a table that are honoured. */
export const tableInputs = z.object({
  name: z.string().optional(),
  attributes: z.array(z.strictObject({ name: z.string(), type: z.enum(["S", "N", "B"]) })).min(1),
  billingMode: z.literal("PAY_PER_REQUEST", "this machine's tables are PAY_PER_REQUEST"),
  deletionProtectionEnabled: z.boolean().default(false),
  globalSecondaryIndexes: z.array(globalSecondaryIndex).default([]),
  hashKey: z.string(),
  rangeKey: z.string().optional(),
  replicas: z.array(replica).default([]),
  streamEnabled: z.boolean().default(false),
  streamViewType: z.enum(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]).optional(),
  ttl: z.strictObject({ attributeName: z.string().optional(), enabled: z.boolean().default(false) }).optional(),
});

export type TableInputs = z.infer<typeof tableInputs>;

/**
 * The table that the inputs describe.
 *
 * @throws Error naming the input, if the stream or the replicas are not such as AWS takes.
 */
export function definitionOf(region: string, autoName: string, inputs: TableInputs): TableDefinition {
  const { name = autoName, streamEnabled, streamViewType, replicas, ttl, ...same } = inputs;
  const regions = [region, ...replicas.map(({ regionName }) => regionName)];
  const twice = regions.find((each, index) => regions.indexOf(each) !== index);
  if (twice !== undefined) throw new Error(`table ${name}: replicas: ${twice} has the table already`);
  if (streamEnabled && streamViewType === undefined) {
    throw new Error(`table ${name}: streamViewType: a stream needs one`);
  }
  if (replicas.length > 0 && !(streamEnabled && streamViewType === "NEW_AND_OLD_IMAGES")) {
    throw new Error(`table ${name}: streamViewType: a table with replicas needs a stream of NEW_AND_OLD_IMAGES`);
  }
  if (ttl?.enabled === true && ttl.attributeName === undefined) {
    throw new Error(`table ${name}: ttl.attributeName: time to live needs one`);
  }
  return {
    name,
    attributes: same.attributes,
    hashKey: same.hashKey,
    rangeKey: same.rangeKey,
    globalSecondaryIndexes: same.globalSecondaryIndexes,
    deletionProtectionEnabled: same.deletionProtectionEnabled,
    streamViewType: streamEnabled ? streamViewType : undefined,
    ttlAttribute: ttl?.enabled === true ? ttl.attributeName : undefined,
  };
}

/** The table in a replica's region: the same but for its own deletion protection. */
export function replicaDefinitionOf(
  definition: TableDefinition,
  { deletionProtectionEnabled }: TableInputs["replicas"][number],
): TableDefinition {
  return { ...definition, deletionProtectionEnabled };
}
