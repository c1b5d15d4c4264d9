import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { cursorOf } from "./page.ts";
import type { Page } from "./page.ts";
import type { Table } from "./table.ts";

/** Consecutive entries of a partition. */
interface Range {
  readonly pk: string;
  /** The first sort key. */
  readonly from: string;
  /** The last sort key. */
  readonly to: string;
}

/** A page of entries, and the cursor of the next page if there is one. Eventually consistent. */
export async function listPage(
  table: Table,
  { pk, from, to }: Range,
  { limit, after }: Page,
): Promise<{ entries: Record<string, unknown>[]; cursor?: string }> {
  const { Items: found = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
      ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
      // A cursor that lies outside the range is an error to DynamoDB.
      ...(after !== undefined && after > from ? { ExclusiveStartKey: { pk, sk: after } } : {}),
      // One more than asked for tells whether another page follows.
      Limit: limit + 1,
    }),
  );
  const entries = found.slice(0, limit);
  const last: unknown = entries.at(-1)?.sk;
  return found.length > limit && typeof last === "string" ? { entries, cursor: cursorOf(last) } : { entries };
}
