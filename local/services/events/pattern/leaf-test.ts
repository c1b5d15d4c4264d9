import { InvalidPattern } from "./invalid-pattern.ts";
import type { Leaf, ValueTest } from "./leaf.ts";
import { cidrTest, numericTest } from "./number-test.ts";
import { textTest } from "./text-test.ts";

/** Whether the values found in one field pass; there are none if the event lacks the field, or it holds objects. */
export type LeafTest = (values: readonly Leaf[]) => boolean;

const textOperators = ["prefix", "suffix", "equals-ignore-case", "wildcard"];

/** @throws InvalidPattern */
export function leafTest(expected: unknown, at: string): LeafTest {
  if (typeof expected !== "object" || expected === null) return some((value) => value === expected);
  const [operator, operand] = onlyEntry(expected, at);
  switch (operator) {
    case "exists":
      if (typeof operand !== "boolean") throw new InvalidPattern(at, "exists must be true or false");
      return (values) => values.length > 0 === operand;
    case "anything-but":
      return some(anythingBut(operand, at));
    case "numeric":
      return some(numericTest(operand, at));
    case "cidr":
      return some(cidrTest(operand, at));
    default:
      return some(knownTextTest(operator, operand, at));
  }
}

function some(test: ValueTest): LeafTest {
  return (values) => values.some(test);
}

function anythingBut(operand: unknown, at: string): ValueTest {
  if (typeof operand === "object" && operand !== null && !Array.isArray(operand)) {
    const [operator, excluded] = onlyEntry(operand, at);
    const tests = listOf(excluded, at, operator).map((each) => knownTextTest(operator, each, at));
    return (value) => !tests.some((test) => test(value));
  }
  const excluded = listOf(operand, at, "anything-but");
  const kinds = new Set(excluded.map((each) => typeof each));
  if (kinds.size !== 1 || !["string", "number"].includes([...kinds].join())) {
    throw new InvalidPattern(at, "anything-but must be a text, a number, or a list of either kind");
  }
  return (value) => !excluded.includes(value);
}

function knownTextTest(operator: string, operand: unknown, at: string): ValueTest {
  if (textOperators.includes(operator)) return textTest(operator, operand, at);
  throw new InvalidPattern(at, `this machine does not know the operator ${operator}`);
}

function listOf(operand: unknown, at: string, operator: string): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (list.length === 0) throw new InvalidPattern(at, `${operator} must not be an empty list`);
  return list;
}

function onlyEntry(expected: object, at: string): [operator: string, operand: unknown] {
  const entries: [string, unknown][] = Object.entries(expected);
  const [entry] = entries;
  if (Array.isArray(expected) || entry === undefined || entries.length > 1) {
    throw new InvalidPattern(at, `${JSON.stringify(expected)} must be a value or an object of one operator`);
  }
  return entry;
}
