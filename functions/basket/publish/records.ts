import { checkoutPrefix } from "../keys.ts";

/**
 * The records of the table's stream that say what was checked out in `region`, as patterns of an event source's filter. A checkout never
 * changes: whoever writes one again wants it to be told again.
 */
export function recordsToPublish(region: string): string[] {
  const image = { Keys: { sk: { S: [{ prefix: checkoutPrefix }] } }, NewImage: { region: { S: [region] } } };
  return [JSON.stringify({ eventName: ["INSERT", "MODIFY"], dynamodb: image })];
}
