import { entryPrefix, slotPrefix } from "../keys.ts";

/** The records of the table's stream that say what `region` has done with its items, as patterns of an event source's filter. */
export function recordsToPublish(region: string): string[] {
  return [entryPrefix, slotPrefix].map((prefix) =>
    JSON.stringify({
      eventName: ["INSERT", "MODIFY"],
      dynamodb: { Keys: { sk: { S: [{ prefix }] } }, NewImage: { region: { S: [region] } } },
    }),
  );
}
