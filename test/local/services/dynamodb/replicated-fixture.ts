import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { EngineClients } from "../../../../local/services/dynamodb/engine-clients.ts";
import type { Engine } from "../../../../local/services/dynamodb/engine.ts";
import type { TableDefinition } from "../../../../local/services/dynamodb/tables.ts";
import { Tables } from "../../../../local/services/dynamodb/tables.ts";

/** A table such as replicas are made of. */
export const replicaDefinition: Omit<TableDefinition, "name"> = {
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "S" },
  ],
  hashKey: "pk",
  rangeKey: "sk",
  globalSecondaryIndexes: [],
  streamViewType: "NEW_AND_OLD_IMAGES",
  deletionProtectionEnabled: false,
};

/** Tables in several regions of one engine, and document clients that write to them as a region's callers do. */
export class ReplicatedFixture {
  readonly tables: Tables;
  /** The table that is written to and read. */
  table = "";
  #count = 0;
  readonly #clients: EngineClients;

  constructor(engine: Engine) {
    this.#clients = new EngineClients(engine);
    this.tables = new Tables(this.#clients);
  }

  region(name: string): DynamoDBDocumentClient {
    return DynamoDBDocumentClient.from(this.#clients.tables(name));
  }

  /** Turns to a table that no test has used. */
  nextTable(): void {
    this.#count += 1;
    this.table = `tours-${this.#count}`;
  }

  /** Makes the table in each of the regions. */
  async create(regions: readonly string[], change: Partial<TableDefinition> = {}): Promise<void> {
    for (const region of regions)
      await this.tables.create(region, { ...replicaDefinition, name: this.table, ...change });
  }

  async put(region: string, pk: string, rest: object = {}): Promise<void> {
    await this.region(region).send(new PutCommand({ TableName: this.table, Item: { pk, sk: "0", ...rest } }));
  }

  async remove(region: string, pk: string, sk = "0"): Promise<void> {
    await this.region(region).send(new DeleteCommand({ TableName: this.table, Key: { pk, sk } }));
  }

  async get(region: string, pk: string): Promise<Record<string, unknown> | undefined> {
    const key = { TableName: this.table, Key: { pk, sk: "0" }, ConsistentRead: true };
    return (await this.region(region).send(new GetCommand(key))).Item;
  }

  /** Everything that a region's table holds, in the order of its keys. */
  async contents(region: string): Promise<Record<string, unknown>[]> {
    const { Items: items = [] } = await this.region(region).send(
      new ScanCommand({ TableName: this.table, ConsistentRead: true }),
    );
    const name = ({ pk, sk }: Record<string, unknown>) => `${String(pk)} ${String(sk)}`;
    return items.sort((a, b) => name(a).localeCompare(name(b)));
  }

  close(): void {
    this.#clients.close();
  }
}
