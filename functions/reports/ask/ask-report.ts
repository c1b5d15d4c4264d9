import { createHash } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { IdempotencyKeyReused } from "../../runtime/problem.ts";
import type { Table } from "../../runtime/table.ts";
import { reportKey } from "../keys.ts";
import { daysKept, storedReport } from "../report.ts";
import type { Report } from "../report.ts";
import type { SendSteps } from "../step-queue.ts";
import type { Wanted } from "./request.ts";

/** What asking needs from outside. */
export interface Dependencies {
  readonly table: Table;
  readonly region: string;
  readonly send: SendSteps;
  readonly now: () => Date;
}

/** A valid request of a known member of staff. */
export interface AskRequest extends Wanted {
  readonly askedBy: string;
  readonly idempotencyKey: string;
  readonly correlationId: string;
}

/**
 * Writes down that a report was asked for, has it planned, and gives its id. It belongs to this region: asked for in another one
 * under the same key, it is another report.
 *
 * @throws IdempotencyKeyReused if the key stands for a report about something else.
 */
export async function askReport(
  { table, region, send, now }: Dependencies,
  request: AskRequest,
): Promise<{ reportId: string; queued: boolean }> {
  const { askedBy, idempotencyKey, correlationId, from, to } = request;
  const itemIds = request.itemIds?.toSorted();
  const reportId = digest(["report", region, askedBy, idempotencyKey], 32);
  const askedAt = now();
  const expiresAt = Math.floor(askedAt.getTime() / 1000) + daysKept * 86_400;
  const payload = digest(["payload", from, to, itemIds ?? "all"], 16);
  const report = { reportId, region, from, to, payload, askedAt: askedAt.toISOString(), expiresAt };
  const known = await putUnlessThere(table, report, askedAt);
  if (known !== undefined && known.payload !== payload) {
    throw new IdempotencyKeyReused(`the key stands for report ${reportId}, about other days or items`);
  }
  // Whoever wrote it down may have died before it was planned; a second plan is the same.
  const queued = known?.total === undefined;
  if (queued) await send([{ version: 1, kind: "plan", reportId, itemIds }], correlationId);
  return { reportId, queued };
}

/** The report of that id which is there already, and still to be found, if any. */
async function putUnlessThere({ client, name }: Table, report: Report, now: Date): Promise<Report | undefined> {
  try {
    await client.send(
      new PutCommand({
        TableName: name,
        Item: { ...reportKey(report.reportId, report.region), ...report },
        ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
        ExpressionAttributeValues: { ":now": Math.floor(now.getTime() / 1000) },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
    return storedReport.parse(unmarshall(error.Item));
  }
}

/** JSON keeps the borders between the values, so that no two lists of them are hashed alike. */
function digest(values: readonly unknown[], length: number): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, length);
}
