import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Table } from "../runtime/table.ts";
import type { Range } from "./keys.ts";

/** How items are read. */
interface Reading {
  /** The most items that are wanted. @default all */
  readonly most?: number;
  /** Whether it sees everything that this region has written before. @default false */
  readonly consistent?: boolean;
}

/** The items of a range, in their order. */
export async function readAll(
  { client, name }: Table,
  { pk, from, to }: Range,
  { most = Infinity, consistent = false }: Reading = {},
): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
        ConsistentRead: consistent,
        ExclusiveStartKey: start,
      }),
    );
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined && items.length < most);
  return items.slice(0, most);
}
