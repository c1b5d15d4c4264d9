import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Image } from "../image.ts";

/**
 * The size of an item in bytes, 0 for one that is not there, by AWS's rule:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(image: Image | undefined): number {
  return membersSize(image ?? {}, 0);
}

/** The size of a value in bytes. Bytes may be an array, as the SDK has them, or base64, as they travel. */
export function valueSize(value: AttributeValue | undefined): number {
  if (value === undefined) return 0;
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return bytesSize(value.B);
  if (value.SS !== undefined) return sum(value.SS.map((text) => Buffer.byteLength(text)));
  if (value.NS !== undefined) return sum(value.NS.map(numberSize));
  if (value.BS !== undefined) return sum(value.BS.map(bytesSize));
  if (value.M !== undefined) return containerOverhead + membersSize(value.M, elementOverhead);
  if (value.L !== undefined) {
    return containerOverhead + sum(value.L.map((element) => elementOverhead + valueSize(element)));
  }
  return 1; // NULL and BOOL
}

const containerOverhead = 3;
const elementOverhead = 1;

function membersSize(image: Image, overhead: number): number {
  return sum(Object.entries(image).map(([name, value]) => overhead + Buffer.byteLength(name) + valueSize(value)));
}

/** A byte for two significant digits, one more, and one for a sign; at most 21. */
function numberSize(text: string): number {
  const digits = (text.toLowerCase().split("e")[0] ?? "").replace(/[-+.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
  return Math.min(21, Math.ceil(digits.length / 2) + 1 + (text.startsWith("-") ? 1 : 0));
}

function bytesSize(bytes: Uint8Array | string): number {
  return typeof bytes === "string" ? Buffer.byteLength(bytes, "base64") : bytes.byteLength;
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
