import { setTimeout as delay } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { placeOf } from "../functions/catalogue/slot.ts";
import { stockBetween } from "../functions/catalogue/keys.ts";
import { slotEntryKey } from "../functions/ledger/keys.ts";
import type { OfferedTour } from "./tours.ts";

/** A region of the machine, as an operator reaches it. */
export interface OperatorRegion {
  readonly region: string;
  /** Address of the AWS services. */
  readonly endpoint: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** The tables in which it shows that a slot can be booked. */
export interface Tables {
  readonly ledger: string;
  readonly catalogue: string;
}

/** Waits until a region can book all slots of tours, and shows what is left of them. What is late is on its way by events. */
export async function untilBookable(
  { region, endpoint, credentials }: OperatorRegion,
  tables: Tables,
  tours: readonly Pick<OfferedTour, "itemId" | "slotIds" | "homeRegion">[],
): Promise<void> {
  const client = new DynamoDBClient({ region, endpoint, credentials });
  const documents = DynamoDBDocumentClient.from(client);
  try {
    for (const tour of tours) while (!(await isBookable(documents, tables, tour))) await delay(25);
  } finally {
    client.destroy();
  }
}

async function isBookable(
  client: DynamoDBDocumentClient,
  { ledger, catalogue }: Tables,
  { itemId, slotIds, homeRegion }: Pick<OfferedTour, "itemId" | "slotIds" | "homeRegion">,
): Promise<boolean> {
  const first = slotIds.map((slotId) => placeOf(slotId)?.startsAt ?? "").toSorted()[0] ?? "";
  const { pk, from, to } = stockBetween(itemId, first);
  const [{ Items: shown = [] }, ...born] = await Promise.all([
    client.send(
      new QueryCommand({
        TableName: catalogue,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
      }),
    ),
    ...slotIds.map((slotId) =>
      client.send(new GetCommand({ TableName: ledger, Key: slotEntryKey(slotId, homeRegion) })),
    ),
  ]);
  const isShown = slotIds.every((slotId) => shown.some((row) => row.slotId === slotId));
  return isShown && born.every(({ Item: entry }) => entry !== undefined);
}
