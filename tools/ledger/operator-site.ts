import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { regionsRange } from "../../functions/ledger/keys.ts";
import type { Item } from "../../functions/ledger/store.ts";
import { DynamoDbStore } from "../../functions/operations/dynamodb-store.ts";
import type { Site } from "../../functions/operations/site.ts";
import { placeOf } from "./place.ts";

/** An operator at work on a region's own table. */
export interface OperatorSite extends Site {
  readonly tableName: string;
  /** Everything that is in the table, a page at a time. */
  items(): AsyncGenerator<Item>;
}

/**
 * Lets an operator work on a region's own table, and closes what was opened for it.
 *
 * @throws Error if the table cannot be reached: then nothing was changed
 */
export async function asOperator(
  { region, table }: { readonly region: string; readonly table: string | undefined },
  work: (site: OperatorSite) => Promise<void>,
): Promise<void> {
  const { tableName, endpoint, credentials } = placeOf(region, table);
  const client = new DynamoDBClient({ region, endpoint, credentials, maxAttempts: 2 });
  const documents = DynamoDBDocumentClient.from(client);
  const store = new DynamoDbStore(documents, tableName);
  try {
    const known = await store.query(regionsRange).catch((error: unknown) => {
      throw new Error(
        `the table ${tableName} of ${region} cannot be reached, and only it knows what ${region} has sold: nothing was changed. Try again when it answers.`,
        { cause: error },
      );
    });
    const others = known.flatMap((item) => (typeof item.region === "string" ? [item.region] : []));
    const regions = [...new Set([region, ...others])].toSorted();
    await work({
      store,
      region,
      regions,
      tableName,
      now: () => new Date(),
      random: Math.random,
      newId: randomUUID,
      async *items() {
        for await (const { Items = [] } of paginateScan({ client: documents }, { TableName: tableName })) {
          yield* Items as Item[];
        }
      },
    });
  } finally {
    client.destroy();
  }
}
