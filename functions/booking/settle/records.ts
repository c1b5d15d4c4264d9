/**
 * The records of the table's stream from which something follows in `region`, as patterns of an event source's filter: what other
 * regions have written, and of its own the claims that it confirmed and the slots that were born there.
 */
export function recordsToSettle(region: string): string[] {
  const written = (image: object) => JSON.stringify({ eventName: ["INSERT", "MODIFY"], dynamodb: image });
  return [
    written({ NewImage: { region: { S: [{ "anything-but": [region] }] } } }),
    written({ NewImage: { status: { S: ["confirmed"] } } }),
    written({ Keys: { sk: { S: [{ prefix: "ENTRY#" }] } } }),
  ];
}
