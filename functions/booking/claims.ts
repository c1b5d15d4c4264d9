import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { requestOf } from "../ledger/booking-id.ts";
import { firstPart, storedClaim } from "../ledger/claim.ts";
import type { Claim } from "../ledger/claim.ts";
import { claimPrefix, customerPartition } from "../ledger/keys.ts";
import type { Table } from "../runtime/table.ts";

/**
 * What regions have recorded, as far as this one has heard, for the request that `bookingId` belongs to: normally one claim of
 * that booking, and claims of another booking if the customer's key was used for other slots. Read consistently.
 */
export async function claimsOfRequest(table: Table, customerId: string, bookingId: string): Promise<Claim[]> {
  const { Items: items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
      ExpressionAttributeValues: {
        ":pk": customerPartition(customerId),
        ":prefix": claimPrefix(requestOf(bookingId), firstPart),
      },
      ConsistentRead: true,
    }),
  );
  return items.map((item) => storedClaim.parse(item));
}
