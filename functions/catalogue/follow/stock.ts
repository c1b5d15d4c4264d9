import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { BookingEvent } from "../../events/booking.ts";
import type { Table } from "../../runtime/table.ts";
import { stockKey } from "../keys.ts";
import { placeOf } from "../slot.ts";

/** A region has sold units of a slot, got some back, or sent some to another region. */
export type StockChange = Pick<
  (BookingEvent & { type: "StockChanged" })["detail"],
  "slotId" | "region" | "shard" | "unsold" | "sequence"
>;

/** Keeps what a region may still sell of a slot, whether the slot was heard of or not; what is older than what is known is dropped. */
export async function keepStock(table: Table, { slotId, region, shard, unsold, sequence }: StockChange): Promise<void> {
  const place = placeOf(slotId);
  if (place === undefined) return; // no slot of the catalogue
  const row = { ...stockKey(place, region, shard), slotId, region, shard, unsold, sequence };
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: row,
        ConditionExpression: "attribute_not_exists(pk) OR #sequence < :sequence",
        ExpressionAttributeNames: { "#sequence": "sequence" },
        ExpressionAttributeValues: { ":sequence": sequence },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
