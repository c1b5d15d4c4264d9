import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import { storedItem } from "../facts.ts";
import { itemsRange, planKey } from "../keys.ts";
import { readAll } from "../read-all.ts";
import { maximumItems, tooManyItems } from "../report.ts";
import type { Report } from "../report.ts";
import { chunksOf } from "./chunks.ts";
import { planned, refused } from "./progress.ts";
import type { Site } from "./site.ts";

const storedPlan = z.object({ itemIds: z.array(z.string()) });

/**
 * Cuts a report into chunks and has them done. When it is planned again, it is cut as the first time, even if there are more items
 * by then. One that would be about too many items fails at once.
 *
 * @param wanted the items that it is about; undefined for all
 */
export async function plan(
  site: Site,
  report: Report,
  { wanted, correlationId }: { wanted: readonly string[] | undefined; correlationId: string },
): Promise<void> {
  const { reportId } = report;
  const itemIds = await fixed(site, report, wanted ?? (await allItems(site)));
  if (itemIds.length > maximumItems) {
    await refused(site, reportId, tooManyItems);
    return;
  }
  const chunks = chunksOf(reportId, report, itemIds);
  await planned(site, reportId, chunks.length);
  const next = chunks.length === 0 ? [{ version: 1, kind: "merge", reportId } as const] : chunks;
  await site.send(next, correlationId);
}

/** The items that have been heard of, or enough of them to tell that they are too many. */
async function allItems({ table }: Site): Promise<string[]> {
  const found = await readAll(table, itemsRange, { most: 2 * maximumItems });
  return [...new Set(found.map((item) => storedItem.parse(item).itemId))].slice(0, maximumItems + 1);
}

/** The items that the first plan has found; those given here if this is the first. */
async function fixed(
  { table: { client, name }, region }: Site,
  { reportId, expiresAt }: Report,
  itemIds: readonly string[],
): Promise<readonly string[]> {
  const Key = planKey(reportId, region);
  try {
    await client.send(
      new PutCommand({
        TableName: name,
        Item: { ...Key, region, itemIds, expiresAt },
        // A plan of an earlier report of this id, which is forgotten by now, may still be there.
        ConditionExpression: "attribute_not_exists(pk) OR expiresAt < :expiresAt",
        ExpressionAttributeValues: { ":expiresAt": expiresAt },
      }),
    );
    return itemIds;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const { Item: plan } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
    return storedPlan.parse(plan).itemIds;
  }
}
