import type {
  AttributeDefinition,
  KeySchemaElement,
  TableDescription,
  UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceNotFoundException,
  ScalarAttributeType,
  ProjectionType,
  StreamViewType,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { tableArn } from "./access.ts";
import type { EngineClients } from "./engine-clients.ts";

/** An index of a table, with a key of its own. */
interface IndexDefinition {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly projectionType: ProjectionType;
  /** With projection `INCLUDE`. */
  readonly nonKeyAttributes?: readonly string[];
}

/** What makes a table; all capacity is on demand. */
export interface TableDefinition {
  readonly name: string;
  /** The attributes that keys and indexes are made of. */
  readonly attributes: readonly { readonly name: string; readonly type: ScalarAttributeType }[];
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly globalSecondaryIndexes: readonly IndexDefinition[];
  /** The stream's view type, or undefined for no stream. */
  readonly streamViewType?: StreamViewType;
  /** The attribute that holds an item's time of expiry, or undefined if nothing expires. */
  readonly ttlAttribute?: string;
  readonly deletionProtectionEnabled: boolean;
}

/** A table as it is. */
export interface Table extends TableDefinition {
  readonly arn: string;
  /** Undefined if it never had a stream. */
  readonly streamArn?: string;
  readonly streamLabel?: string;
}

/** Makes, reads, changes and removes the tables of all regions in the engine. */
export class Tables {
  readonly #clients: EngineClients;

  constructor(clients: EngineClients) {
    this.#clients = clients;
  }

  /** @throws the engine's ResourceInUseException if there is one of that name, or its ValidationException. */
  async create(region: string, definition: TableDefinition): Promise<void> {
    const { name, attributes, globalSecondaryIndexes: indexes, streamViewType } = definition;
    await this.#clients.tables(region).send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: attributes.map((each) => ({ AttributeName: each.name, AttributeType: each.type })),
        KeySchema: keySchema(definition),
        GlobalSecondaryIndexes:
          indexes.length === 0
            ? undefined
            : indexes.map((index) => ({
                IndexName: index.name,
                KeySchema: keySchema(index),
                Projection: {
                  ProjectionType: index.projectionType,
                  NonKeyAttributes: index.nonKeyAttributes && [...index.nonKeyAttributes],
                },
              })),
        StreamSpecification: { StreamEnabled: streamViewType !== undefined, StreamViewType: streamViewType },
        DeletionProtectionEnabled: definition.deletionProtectionEnabled,
      }),
    );
    try {
      await this.#setTtl(region, name, undefined, definition.ttlAttribute);
    } catch (error) {
      await this.discard(region, definition);
      throw error;
    }
  }

  /** Removes a table that was made in vain, protected or not. */
  async discard(region: string, { name, deletionProtectionEnabled }: TableDefinition): Promise<void> {
    if (deletionProtectionEnabled) {
      await this.#change(region, { TableName: name, DeletionProtectionEnabled: false });
    }
    await this.delete(region, name);
  }

  /** The table of that name, or undefined if the region has none. */
  async read(region: string, name: string): Promise<Table | undefined> {
    try {
      const [{ Table: table }, ttlAttribute] = await Promise.all([
        this.#clients.tables(region).send(new DescribeTableCommand({ TableName: name })),
        this.#ttlAttribute(region, name),
      ]);
      return table && describe(region, name, table, ttlAttribute);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  /** The attribute that holds an item's time of expiry; undefined if nothing expires, or there is no such table. */
  async ttlAttribute(region: string, name: string): Promise<string | undefined> {
    try {
      return await this.#ttlAttribute(region, name);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  /**
   * Changes a table's stream, time to live and deletion protection; its keys and indexes are as they were made.
   *
   * @throws the engine's error; Error if there is no such table.
   */
  async update(region: string, wanted: TableDefinition): Promise<void> {
    const { name, streamViewType, deletionProtectionEnabled } = wanted;
    const table = await this.read(region, name);
    if (table === undefined) throw new Error(`table ${name}: ${region} has none of that name`);
    if (table.deletionProtectionEnabled !== deletionProtectionEnabled) {
      await this.#change(region, { TableName: name, DeletionProtectionEnabled: deletionProtectionEnabled });
    }
    if (table.streamViewType !== streamViewType) {
      // A stream has one view type for life: another one is another stream.
      if (table.streamViewType !== undefined) {
        await this.#change(region, { TableName: name, StreamSpecification: { StreamEnabled: false } });
      }
      if (streamViewType !== undefined) {
        const stream = { StreamEnabled: true, StreamViewType: streamViewType };
        await this.#change(region, { TableName: name, StreamSpecification: stream });
      }
    }
    await this.#setTtl(region, name, table.ttlAttribute, wanted.ttlAttribute);
  }

  /** Removes the table with its items; does nothing if it is gone. @throws the engine's error if it is protected. */
  async delete(region: string, name: string): Promise<void> {
    try {
      await this.#clients.tables(region).send(new DeleteTableCommand({ TableName: name }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }

  async #ttlAttribute(region: string, name: string): Promise<string | undefined> {
    const describe = new DescribeTimeToLiveCommand({ TableName: name });
    const { TimeToLiveDescription: ttl } = await this.#clients.tables(region).send(describe);
    const expires = ttl?.TimeToLiveStatus === "ENABLED" || ttl?.TimeToLiveStatus === "ENABLING";
    return expires ? ttl.AttributeName : undefined;
  }

  async #change(region: string, change: UpdateTableCommandInput): Promise<void> {
    await this.#clients.tables(region).send(new UpdateTableCommand(change));
  }

  async #setTtl(region: string, name: string, from: string | undefined, to: string | undefined): Promise<void> {
    if (from === to) return;
    const set = async (AttributeName: string, Enabled: boolean) => {
      const TimeToLiveSpecification = { AttributeName, Enabled };
      await this.#clients
        .tables(region)
        .send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
    };
    if (from !== undefined) await set(from, false);
    if (to !== undefined) await set(to, true);
  }
}

function keySchema(key: { hashKey: string; rangeKey?: string | undefined }): KeySchemaElement[] {
  const hash: KeySchemaElement = { AttributeName: key.hashKey, KeyType: "HASH" };
  return key.rangeKey === undefined ? [hash] : [hash, { AttributeName: key.rangeKey, KeyType: "RANGE" }];
}

function describe(region: string, name: string, table: TableDescription, ttlAttribute: string | undefined): Table {
  const stream = table.StreamSpecification;
  const streamLabel = table.LatestStreamLabel;
  const arn = tableArn(region, name);
  return {
    name,
    arn,
    attributes: (table.AttributeDefinitions ?? []).map(attribute),
    ...keysOf(table.KeySchema),
    globalSecondaryIndexes: (table.GlobalSecondaryIndexes ?? []).map((index) => ({
      name: index.IndexName ?? "",
      ...keysOf(index.KeySchema),
      projectionType: index.Projection?.ProjectionType ?? "ALL",
      nonKeyAttributes: index.Projection?.NonKeyAttributes,
    })),
    streamViewType: stream?.StreamEnabled === true ? stream.StreamViewType : undefined,
    streamLabel,
    streamArn: streamLabel === undefined ? undefined : `${arn}/stream/${streamLabel}`,
    ttlAttribute,
    deletionProtectionEnabled: table.DeletionProtectionEnabled === true,
  };
}

function attribute(definition: AttributeDefinition): { name: string; type: ScalarAttributeType } {
  return { name: definition.AttributeName ?? "", type: definition.AttributeType ?? "S" };
}

function keysOf(schema: readonly KeySchemaElement[] = []): { hashKey: string; rangeKey?: string | undefined } {
  const named = (type: string) => schema.find(({ KeyType }) => KeyType === type)?.AttributeName;
  return { hashKey: named("HASH") ?? "", rangeKey: named("RANGE") };
}
