import { isDeepStrictEqual } from "node:util";
import type { Table, TableDefinition } from "../../services/dynamodb/tables.ts";
import type { Context, Instance } from "../resource-type.ts";
import { resourceType } from "../resource-type.ts";
import type { TableInputs } from "./table-inputs.ts";
import { definitionOf, replicaDefinitionOf, tableInputs } from "./table-inputs.ts";

/**
 * A table, on demand, and its replicas in other regions (`EVENTUAL`), which replication joins. Left out: keys, index
 * definitions and their attributes cannot change in place; local indexes, provisioned capacity, restores and imports.
 */
export const table = resourceType({
  type: "aws:dynamodb/table:Table",
  inputs: tableInputs,
  withoutEffect: ["pointInTimeRecovery", "serverSideEncryption", "tableClass", "onDemandThroughput", "warmThroughput"],
  replaceOn: ["name", "hashKey", "rangeKey"],
  changedByUpdate: ["streamArn", "streamLabel"],
  async create(context, inputs) {
    const { tables, replication } = context.region.dynamodb;
    const definition = definitionOf(context.region.name, context.autoName, inputs);
    const wanted = [
      { region: context.region.name, definition },
      ...inputs.replicas.map((replica) => ({
        region: replica.regionName,
        definition: replicaDefinitionOf(definition, replica),
      })),
    ];
    const made: typeof wanted = [];
    try {
      for (const each of wanted) {
        await tables.create(each.region, each.definition);
        made.push(each);
      }
      await replicate(context, definition, inputs);
      return await existing(context, definition.name, inputs);
    } catch (error) {
      // What nobody knows of would be in the way of the next try.
      if (made.length === wanted.length) await replication.removeTable(definition.name);
      for (const each of made) await tables.discard(each.region, each.definition);
      throw error;
    }
  },
  read: (context, id) => instanceOf(context, id, []),
  async update(context, id, inputs) {
    const { tables, replication } = context.region.dynamodb;
    const definition = definitionOf(context.region.name, id, inputs);
    const former = replication.regionsOf(id).filter((region) => region !== context.region.name);
    refuseOtherKeys(await tables.read(context.region.name, id), definition);
    await tables.update(context.region.name, definition);
    for (const replica of inputs.replicas) {
      const wanted = replicaDefinitionOf(definition, replica);
      if (former.includes(replica.regionName)) await tables.update(replica.regionName, wanted);
      else await tables.create(replica.regionName, wanted);
    }
    await replicate(context, definition, inputs);
    const gone = former.filter((region) => !inputs.replicas.some(({ regionName }) => regionName === region));
    for (const region of gone) await tables.delete(region, id);
    return existing(context, id, inputs);
  },
  async delete(context, id) {
    const { tables, replication } = context.region.dynamodb;
    const regions = new Set([context.region.name, ...replication.regionsOf(id)]);
    for (const region of regions) {
      if ((await tables.read(region, id))?.deletionProtectionEnabled === true) {
        throw new Error(`table ${id} in ${region} is protected: set deletionProtectionEnabled to false first`);
      }
    }
    await replication.removeTable(id);
    for (const region of regions) await tables.delete(region, id);
  },
});

async function replicate({ region }: Context, { name, ttlAttribute }: TableDefinition, { replicas }: TableInputs) {
  const { replication } = region.dynamodb;
  if (replicas.length === 0) return replication.removeTable(name);
  const regions = [region.name, ...replicas.map(({ regionName }) => regionName)];
  return replication.addTable({ tableName: name, regions, ttlAttribute });
}

function refuseOtherKeys(former: Table | undefined, wanted: TableDefinition): void {
  const fixed = ({ attributes, hashKey, rangeKey, globalSecondaryIndexes }: TableDefinition) => ({
    attributes: [...attributes].sort((a, b) => a.name.localeCompare(b.name)),
    hashKey,
    rangeKey,
    indexes: [...globalSecondaryIndexes]
      .sort((a, b) => a.name.localeCompare(b.name))
      .map((index) => [index.name, index.hashKey, index.rangeKey, index.projectionType, index.nonKeyAttributes]),
  });
  if (former !== undefined && !isDeepStrictEqual(fixed(former), fixed(wanted))) {
    throw new Error(
      `table ${wanted.name}: this machine cannot change attributes, hashKey, rangeKey or globalSecondaryIndexes in place`,
    );
  }
}

async function existing(context: Context, name: string, { replicas }: TableInputs): Promise<Instance> {
  const instance = await instanceOf(context, name, replicas);
  if (instance === undefined) throw new Error(`table ${name}: it is gone as soon as it was made`);
  return instance;
}

async function instanceOf(
  { region }: Context,
  id: string,
  given: TableInputs["replicas"],
): Promise<Instance | undefined> {
  const { tables, replication } = region.dynamodb;
  const found = await tables.read(region.name, id);
  if (found === undefined) return undefined;
  const others = replication.regionsOf(id).filter((name) => name !== region.name);
  const replicas = await Promise.all(
    others.map(async (regionName) => {
      const replica = await tables.read(regionName, id);
      return {
        ...given.find((each) => each.regionName === regionName),
        regionName,
        arn: replica?.arn,
        streamArn: replica?.streamArn,
        streamLabel: replica?.streamLabel,
        deletionProtectionEnabled: replica?.deletionProtectionEnabled,
        consistencyMode: "EVENTUAL",
      };
    }),
  );
  const { ttlAttribute, streamViewType, ...same } = found;
  return {
    id,
    outputs: {
      ...same,
      attributes: [...found.attributes],
      billingMode: "PAY_PER_REQUEST",
      readCapacity: 0,
      writeCapacity: 0,
      region: region.name,
      replicas,
      streamEnabled: streamViewType !== undefined,
      streamViewType: streamViewType ?? "",
      streamArn: found.streamArn ?? "",
      streamLabel: found.streamLabel ?? "",
      ttl: { attributeName: ttlAttribute ?? "", enabled: ttlAttribute !== undefined },
    },
  };
}
