import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { reportKey } from "../keys.ts";
import { storedReport } from "../report.ts";
import type { Report } from "../report.ts";
import type { Site } from "./site.ts";

type Place = Pick<Site, "table" | "region">;

/** A report of this region; undefined if it is forgotten. */
export async function reportOf({ table, region }: Place, reportId: string): Promise<Report | undefined> {
  const { Item: found } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: reportKey(reportId, region), ConsistentRead: true }),
  );
  return found && storedReport.parse(found);
}

/** Writes down into how many chunks a report is cut. */
export async function planned(place: Place, reportId: string, total: number): Promise<void> {
  await change(place, reportId, {
    UpdateExpression: "SET #total = :total DELETE failed :step",
    ExpressionAttributeNames: { "#total": "total" },
    ExpressionAttributeValues: { ":total": total, ":step": new Set(["plan"]) },
  });
}

/** Writes down that the part of a chunk is written, and gives the report as it is then; undefined if it is forgotten. */
export async function chunkDone(
  place: Place,
  reportId: string,
  { chunk, step }: { chunk: number; step: string },
): Promise<Report | undefined> {
  return await change(place, reportId, {
    UpdateExpression: "ADD done :chunk DELETE failed :step",
    ExpressionAttributeValues: { ":chunk": new Set([chunk]), ":step": new Set([step]) },
  });
}

/** Writes down that the files of a report are written. */
export async function finished(place: Place, reportId: string, at: Date): Promise<void> {
  await change(place, reportId, {
    UpdateExpression: "SET finishedAt = :at REMOVE failed",
    ExpressionAttributeValues: { ":at": at.toISOString() },
  });
}

/**
 * Writes down that a step has failed as often as it is tried, before it is tried the last time: whoever is killed by the time limit
 * says nothing more. If it is done after all, that is forgotten.
 */
export async function tryingForTheLastTime(place: Place, reportId: string, step: string): Promise<void> {
  await change(place, reportId, {
    UpdateExpression: "ADD failed :step",
    ExpressionAttributeValues: { ":step": new Set([step]) },
  });
}

/** Writes down that a report cannot be made, and why. */
export async function refused(place: Place, reportId: string, reason: string): Promise<void> {
  await change(place, reportId, {
    UpdateExpression: "SET failed = :reason",
    ExpressionAttributeValues: { ":reason": new Set([reason]) },
  });
}

type Change = Required<Pick<UpdateCommandInput, "UpdateExpression" | "ExpressionAttributeValues">> &
  Pick<UpdateCommandInput, "ExpressionAttributeNames">;

async function change({ table, region }: Place, reportId: string, to: Change): Promise<Report | undefined> {
  try {
    const { Attributes: after } = await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: reportKey(reportId, region),
        ConditionExpression: "attribute_exists(pk)",
        ReturnValues: "ALL_NEW",
        ...to,
      }),
    );
    return storedReport.parse(after);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
