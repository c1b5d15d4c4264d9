import type { AttributeValue } from "@aws-sdk/client-dynamodb";

/** An item's attributes as DynamoDB gives them; undefined stands for an item that is not there. */
export type Image = Readonly<Record<string, AttributeValue>>;

/** An image from a stream of DynamoDB Local, which leaves the type of empty maps out. */
export function withEmptyMaps(image: Image): Image {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, withType(value)]));
}

function withType(value: AttributeValue): AttributeValue {
  if (Object.keys(value).length === 0) return { M: {} };
  if (value.M !== undefined) return { M: withEmptyMaps(value.M) };
  if (value.L !== undefined) return { L: value.L.map(withType) };
  return value;
}

/** A text that two images share exactly when DynamoDB holds them for equal. */
export function canonical(image: Image | undefined): string {
  return image === undefined ? "absent" : JSON.stringify(canonicalMap(image));
}

function canonicalMap(image: Image): [string, unknown][] {
  return Object.keys(image)
    .sort()
    .map((name) => [name, canonicalValue(image[name])]);
}

function canonicalValue(value: AttributeValue | undefined): unknown {
  if (value === undefined) return undefined;
  if (value.M !== undefined) return { M: canonicalMap(value.M) };
  if (value.L !== undefined) return { L: value.L.map(canonicalValue) };
  // Sets have no order.
  if (value.SS !== undefined) return { SS: [...value.SS].sort() };
  if (value.NS !== undefined) return { NS: [...value.NS].sort() };
  if (value.BS !== undefined) return { BS: value.BS.map(base64).sort() };
  if (value.B !== undefined) return { B: base64(value.B) };
  return value;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64");
}

/** A key as people read it: strings and numbers as they are, bytes in base64. */
export function readableKey(key: Image): Record<string, string> {
  return Object.fromEntries(
    Object.entries(key).map(([name, value]) => [
      name,
      value.S ?? value.N ?? (value.B === undefined ? "" : base64(value.B)),
    ]),
  );
}
