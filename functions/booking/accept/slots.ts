import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { SlotUnits } from "../../ledger/booking-id.ts";
import { slotEntryKey, slotEntryPrefix } from "../../ledger/keys.ts";
import { storedSlot } from "../../ledger/slot.ts";
import { invalidField } from "../../runtime/problem.ts";
import type { InvalidField } from "../../runtime/problem.ts";
import type { Table } from "../../runtime/table.ts";

/** What is wrong with the wanted slots: this region knows of no such slot, or it has begun. */
export async function unbookable(table: Table, slots: readonly SlotUnits[], now: Date): Promise<InvalidField[]> {
  const starts = await Promise.all(slots.map((slot) => startOf(table, slot.slotId)));
  return slots.flatMap(({ slotId }, index) => {
    const startsAt = starts[index];
    if (startsAt === undefined) return [invalidField(`slots[${index}].slotId`, "unknown-slot", slotId)];
    if (startsAt <= now) return [invalidField(`slots[${index}].slotId`, "slot-in-the-past", slotId)];
    return [];
  });
}

/** When a slot begins. Eventually consistent: an entry never changes, and one just made may be unknown for a moment. */
async function startOf(table: Table, slotId: string): Promise<Date | undefined> {
  const { Items: [entry] = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: { ":pk": slotEntryKey(slotId, "").pk, ":prefix": slotEntryPrefix },
      Limit: 1,
    }),
  );
  return entry === undefined ? undefined : new Date(storedSlot.parse(entry).startsAt);
}
