import { InvalidPattern } from "./invalid-pattern.ts";
import { type LeafTest, leafTest } from "./leaf-test.ts";
import type { Leaf } from "./leaf.ts";

/** Whether an event is one that a rule or an archive wants. */
export type EventPattern = (event: unknown) => boolean;

/** Longest pattern, in characters: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const longestPattern = 4096;

/**
 * Reads an event pattern (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html): every
 * field that it names must pass one of its tests; fields that it does not name do not matter. A list in the event passes if one
 * of its elements does; fields of one object in the pattern must pass in one and the same element. Numbers are compared by value, where
 * EventBridge compares how they are written.
 *
 * @throws InvalidPattern naming the field, and what is wrong with it or not known
 */
export function eventPattern(text: string): EventPattern {
  if (text.length > longestPattern)
    throw new InvalidPattern("", `it has ${text.length} characters, above ${longestPattern}`);
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw new InvalidPattern("", `it is not JSON: ${text}`);
  }
  if (!isObject(pattern)) throw new InvalidPattern("", `it must be a JSON object: ${text}`);
  return objectTest(pattern, "");
}

function objectTest(pattern: Record<string, unknown>, at: string): EventPattern {
  const fields = Object.entries(pattern);
  if (fields.length === 0) throw new InvalidPattern(at, "an empty object matches nothing, and is not allowed");
  const tests = fields.map(([name, expected]) => {
    const path = at === "" ? name : `${at}.${name}`;
    if (name === "$or") return anyOfObjects(expected, path, at);
    const test = fieldTest(expected, path);
    return (value: unknown) => test(isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined);
  });
  return (value) => tests.every((test) => test(value));
}

function anyOfObjects(expected: unknown, path: string, at: string): EventPattern {
  if (!Array.isArray(expected) || expected.length < 2 || !expected.every(isObject)) {
    throw new InvalidPattern(path, "it must be a list of two or more objects");
  }
  const tests = expected.map((each) => objectTest(each, at));
  return (value) => tests.some((test) => test(value));
}

function fieldTest(expected: unknown, at: string): EventPattern {
  if (Array.isArray(expected)) return anyOfLeaves(expected, at);
  if (!isObject(expected)) {
    throw new InvalidPattern(at, `${JSON.stringify(expected)} must be a list of values or an object of fields`);
  }
  const test = objectTest(expected, at);
  return (value) => {
    const objects = elementsOf(value).filter(isObject);
    // What is not there can still be wanted absent.
    return objects.length === 0 ? test(undefined) : objects.some(test);
  };
}

function anyOfLeaves(expected: readonly unknown[], at: string): EventPattern {
  if (expected.length === 0) throw new InvalidPattern(at, "an empty list matches nothing, and is not allowed");
  const tests: LeafTest[] = expected.map((each) => leafTest(each, at));
  return (value) => {
    const leaves = elementsOf(value).filter(isLeaf);
    return tests.some((test) => test(leaves));
  };
}

/** A value as a list: the elements of a list, of lists in it too; none for a value that is not there. */
function elementsOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value.flatMap(elementsOf) : [value];
}

function isLeaf(value: unknown): value is Leaf {
  return value === null || typeof value !== "object";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
