import { checkoutPrefix } from "../keys.ts";

/** The records of the table's stream that say what was checked out in `region`, as patterns of an event source's filter. */
export function recordsToPublish(region: string): string[] {
  const image = { Keys: { sk: { S: [{ prefix: checkoutPrefix }] } }, NewImage: { region: { S: [region] } } };
  return [JSON.stringify({ eventName: ["INSERT"], dynamodb: image })];
}
