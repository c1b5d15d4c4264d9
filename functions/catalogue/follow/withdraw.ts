import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { QueryCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Table } from "../../runtime/table.ts";
import { slotKey, slotsFrom } from "../keys.ts";
import { storedSlot } from "../slot.ts";
import type { StoredSlot } from "../slot.ts";

/** How many slots are withdrawn at the same time. */
const atOnce = 25;

/** The time was over before all slots of an item were withdrawn. Those that are stay so: who goes on has fewer left. */
export class NotAllWithdrawn extends Error {
  override readonly name = "NotAllWithdrawn";
}

/** An item that was removed. */
export interface Removal {
  readonly itemId: string;
  readonly region: string;
  readonly correlationId: string;
}

/**
 * Withdraws all slots of an item that have not begun, however many. What was withdrawn before stays as it is, so it may be cut at
 * any point and begun again.
 *
 * @param patience how long it may take, in milliseconds
 * @throws NotAllWithdrawn if that was not enough
 */
export async function withdrawSlots(
  { table, now, patience }: { table: Table; now: () => Date; patience: number },
  { itemId, region, correlationId }: Removal,
): Promise<void> {
  const end = now().getTime() + patience;
  const { pk, from, to } = slotsFrom(itemId, now().toISOString());
  let start: Record<string, unknown> | undefined;
  do {
    const page = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        FilterExpression: "#status = :offered",
        ExpressionAttributeNames: { "#status": "status" },
        ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to, ":offered": "offered" },
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    const slots = (page.Items ?? []).map((row) => storedSlot.parse(row));
    for (let begin = 0; begin < slots.length; begin += atOnce) {
      if (now().getTime() > end) throw new NotAllWithdrawn(`slots of item ${itemId} are left`);
      const some = slots.slice(begin, begin + atOnce);
      await Promise.all(some.map((slot) => withdraw(table, { ...slot, region, correlationId })));
    }
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

async function withdraw(table: Table, slot: StoredSlot): Promise<void> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: slotKey(slot, slot.region),
        UpdateExpression: "SET #status = :withdrawn, correlationId = :correlationId ADD #version :one",
        ConditionExpression: "#status = :offered",
        ExpressionAttributeNames: { "#status": "status", "#version": "version" },
        ExpressionAttributeValues: {
          ...{ ":withdrawn": "withdrawn", ":offered": "offered", ":one": 1 },
          ":correlationId": slot.correlationId,
        },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error; // refused: it was withdrawn
  }
}
