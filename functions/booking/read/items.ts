import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { components } from "../../../api/generated/types.ts";
import { storedItem } from "../../ledger/item.ts";
import { catalogueItemPrefix, cataloguePartition, cataloguePrefix, catalogueRange } from "../../ledger/keys.ts";
import type { Table } from "../../runtime/table.ts";
import { listPage } from "../../runtime/list.ts";
import { pageOf } from "../../runtime/page.ts";

/**
 * A page of the catalogue, in the order of the items' ids.
 *
 * @throws InvalidRequest if `limit` or `cursor` is not valid.
 */
export async function listItems(table: Table, query: URLSearchParams): Promise<components["schemas"]["ItemPage"]> {
  const page = pageOf(query, { prefix: cataloguePrefix, defaultLimit: 25 });
  const { entries, ...next } = await listPage(table, catalogueRange, page);
  return { items: entries.map((entry) => storedItem.parse(entry)), ...next };
}

/** Whether the catalogue has an item of this id, as far as this region has heard. */
export async function isInCatalogue(table: Table, itemId: string): Promise<boolean> {
  const { Count: count = 0 } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": cataloguePartition, ":prefix": catalogueItemPrefix(itemId) },
      Limit: 1,
    }),
  );
  return count > 0;
}
