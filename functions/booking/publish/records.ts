import { allotmentPrefix, bookingPrefix } from "../../ledger/keys.ts";

/**
 * The records of the table's stream that say what became of bookings in `region`, and what it has left to sell, as patterns of an
 * event source's filter.
 */
export function recordsToPublish(region: string): string[] {
  const written = ["INSERT", "MODIFY"];
  return [
    {
      eventName: written,
      dynamodb: {
        Keys: { sk: { S: [{ prefix: bookingPrefix }] } },
        NewImage: { region: { S: [region] }, status: { S: ["confirmed", "rejected", "cancelled"] } },
      },
    },
    { eventName: written, dynamodb: { Keys: { sk: { S: [{ prefix: `${allotmentPrefix}${region}#` }] } } } },
  ].map((pattern) => JSON.stringify(pattern));
}
