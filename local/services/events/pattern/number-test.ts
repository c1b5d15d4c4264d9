import { BlockList, isIP } from "node:net";
import { InvalidPattern } from "./invalid-pattern.ts";
import type { ValueTest } from "./leaf.ts";

/** EventBridge takes numbers from -5,000,000,000 to 5,000,000,000 here. */
const largest = 5e9;

const comparisons: ReadonlyMap<unknown, (value: number, limit: number) => boolean> = new Map([
  ["=", (value: number, limit: number) => value === limit],
  ["<", (value: number, limit: number) => value < limit],
  ["<=", (value: number, limit: number) => value <= limit],
  [">", (value: number, limit: number) => value > limit],
  [">=", (value: number, limit: number) => value >= limit],
]);

/** The test of `numeric`: `["=", 5]`, one bound, or a lower bound and an upper one. @throws InvalidPattern */
export function numericTest(operand: unknown, at: string): ValueTest {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  const [first, lower, second, upper, ...others] = parts;
  const isRange = parts.length === 4 && [">", ">="].includes(String(first)) && ["<", "<="].includes(String(second));
  if (others.length > 0 || (parts.length !== 2 && !isRange)) {
    throw new InvalidPattern(
      at,
      'numeric must be one comparison such as ["=", 5], or a range such as [">", 0, "<=", 10]',
    );
  }
  if (isRange && !(Number(lower) < Number(upper))) {
    throw new InvalidPattern(at, `numeric has the lower bound ${String(lower)}, which must be below ${String(upper)}`);
  }
  const tests = [comparisonTest(first, lower, at), ...(isRange ? [comparisonTest(second, upper, at)] : [])];
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function comparisonTest(operator: unknown, limit: unknown, at: string): (value: number) => boolean {
  const compare = comparisons.get(operator);
  if (compare === undefined) throw new InvalidPattern(at, `numeric does not know ${JSON.stringify(operator)}`);
  if (typeof limit !== "number" || Math.abs(limit) > largest) {
    throw new InvalidPattern(
      at,
      `numeric has ${JSON.stringify(limit)}, and must have numbers from -${largest} to ${largest}`,
    );
  }
  return (value) => compare(value, limit);
}

/** The test of `cidr`: addresses, as texts, of a network such as `10.0.0.0/24`. @throws InvalidPattern */
export function cidrTest(operand: unknown, at: string): ValueTest {
  const [address = "", digits = "", ...others] = typeof operand === "string" ? operand.split("/") : [];
  const version = isIP(address);
  const prefix = /^\d{1,3}$/.test(digits) ? Number(digits) : Infinity;
  if (version === 0 || others.length > 0 || prefix > (version === 4 ? 32 : 128)) {
    throw new InvalidPattern(at, `cidr is ${JSON.stringify(operand)}, and must be a network such as 10.0.0.0/24`);
  }
  const network = new BlockList();
  network.addSubnet(address, prefix, version === 4 ? "ipv4" : "ipv6");
  return (value) =>
    typeof value === "string" && isIP(value) === version && network.check(value, version === 4 ? "ipv4" : "ipv6");
}
