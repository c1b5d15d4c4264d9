import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Berth } from "../demo/berth.ts";
import { bornWhole } from "../functions/ledger/slot.ts";
import type { Slot } from "../functions/ledger/slot.ts";
import { DynamoDbStore } from "../functions/operations/dynamodb-store.ts";

/** Gives birth to slots in a region of the machine that runs, past the catalogue, for who needs nothing but the ledger. */
export async function born(
  { machine, regions, tableName }: Pick<Berth, "machine" | "regions" | "tableName">,
  region: string,
  slots: readonly Slot[],
): Promise<void> {
  const endpoint = regions[region]?.endpoint ?? "";
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ region, endpoint, credentials: machine.iam.operator }),
  );
  const store = new DynamoDbStore(client, tableName);
  try {
    for (const slot of slots) {
      const items = bornWhole({ slot, item: { itemId: "none" }, region });
      await store.commit(items.map((item) => ({ kind: "create", item })));
    }
  } finally {
    client.destroy();
  }
}

/** Tomorrow at this time. */
export function tomorrow(): string {
  return new Date(Date.now() + 86_400_000).toISOString();
}
