import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { NotFound } from "../runtime/problem.ts";
import type { Table } from "../runtime/table.ts";
import { itemIdPattern, storedItem } from "./item.ts";
import type { StoredItem } from "./item.ts";
import { entryRange } from "./keys.ts";

/**
 * The item of an id, whether it was removed or not, as far as this region has heard.
 *
 * @param consistent whether all that this region has written before is seen. @default false
 * @throws NotFound if there is none, and there was none
 */
export async function entryOf(
  table: Table,
  itemId: string,
  { consistent = false }: { consistent?: boolean } = {},
): Promise<StoredItem> {
  if (!itemIdPattern.test(itemId)) throw new NotFound();
  const { pk, from, to } = entryRange(itemId);
  const { Items: [entry] = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
      ConsistentRead: consistent,
      Limit: 1,
    }),
  );
  if (entry === undefined) throw new NotFound();
  return storedItem.parse(entry);
}
