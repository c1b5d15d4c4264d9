import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Table } from "../../functions/runtime/table.ts";
import { startEngine } from "../../local/services/dynamodb/engine.ts";

/** A real table in an engine of its own, for one test file. */
export interface TestTable extends Table {
  /** The engine's address and the credentials that all its clients use. */
  readonly environment: Readonly<Record<string, string>>;
  /** Another client of the same table, to be meddled with. */
  newClient(): DynamoDBDocumentClient;
  put(items: readonly Record<string, unknown>[]): Promise<void>;
  all(): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export async function startTable(): Promise<TestTable> {
  const engine = await startEngine();
  const name = "berth";
  const region = "eu-west-1";
  const credentials = { accessKeyId: "tests", secretAccessKey: "tests" };
  const client = new DynamoDBClient({ endpoint: engine.url, region, credentials });
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  const documents = DynamoDBDocumentClient.from(client);
  return {
    client: documents,
    name,
    environment: {
      AWS_ENDPOINT_URL_DYNAMODB: engine.url,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      TABLE_NAME: name,
      PAGE_ORIGINS: "[]",
    },
    newClient: () =>
      DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: engine.url, region, credentials, maxAttempts: 1 })),
    async put(items) {
      await Promise.all(items.map((Item) => documents.send(new PutCommand({ TableName: name, Item }))));
    },
    async all() {
      const { Items: items = [] } = await documents.send(new ScanCommand({ TableName: name, ConsistentRead: true }));
      return items;
    },
    async stop() {
      documents.destroy();
      await engine.stop();
    },
  };
}
