import { bookingPrefix } from "../../ledger/keys.ts";

/** The records of the table's stream that say what became of bookings in `region`, as patterns of an event source's filter. */
export function recordsToPublish(region: string): string[] {
  return [
    JSON.stringify({
      eventName: ["INSERT", "MODIFY"],
      dynamodb: {
        Keys: { sk: { S: [{ prefix: bookingPrefix }] } },
        NewImage: { region: { S: [region] }, status: { S: ["confirmed", "rejected", "cancelled"] } },
      },
    }),
  ];
}
