import { LambdaError } from "../errors.ts";

/** Whether a record is one that the function wants. */
export type FilterPattern = (record: unknown) => boolean;

/** Whether a value that is there, or undefined for one that is not, passes. */
type Test = (value: unknown) => boolean;

const comparisons: ReadonlyMap<unknown, (value: number, limit: number) => boolean> = new Map([
  ["=", (value: number, limit: number) => value === limit],
  ["<", (value: number, limit: number) => value < limit],
  ["<=", (value: number, limit: number) => value <= limit],
  [">", (value: number, limit: number) => value > limit],
  [">=", (value: number, limit: number) => value >= limit],
]);

/**
 * Reads a pattern of event filtering (https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html): every
 * field must pass one of its tests. Known are equality, `prefix`, `exists`, `anything-but` and `numeric`.
 *
 * @throws LambdaError InvalidParameterValueException naming the field, and what is wrong with it or not known
 */
export function filterPattern(text: string): FilterPattern {
  let pattern: unknown;
  try {
    pattern = JSON.parse(text);
  } catch {
    throw invalid(`the pattern is not JSON: ${text}`);
  }
  if (!isObject(pattern)) throw invalid(`the pattern must be a JSON object: ${text}`);
  return fieldsTest(pattern, "");
}

function fieldsTest(pattern: Record<string, unknown>, path: string): Test {
  const fields = Object.entries(pattern).map(([name, expected]): [string, Test] => {
    const at = path === "" ? name : `${path}.${name}`;
    if (name.startsWith("$")) throw invalid(`this machine does not know the operator ${at}`);
    return [name, Array.isArray(expected) ? anyOf(expected, at) : fieldsTest(objectAt(expected, at), at)];
  });
  return (value) => fields.every(([name, test]) => test(isObject(value) ? value[name] : undefined));
}

function anyOf(expected: readonly unknown[], at: string): Test {
  const tests = expected.map((each) => (isObject(each) ? operatorTest(each, at) : equals(scalarAt(each, at))));
  return (value) => tests.some((test) => (Array.isArray(value) ? value.some(test) : test(value)));
}

function operatorTest(expected: Record<string, unknown>, at: string): Test {
  const [operator = "", ...others] = Object.keys(expected);
  if (others.length > 0) throw invalid(`${at}: one operator at a time, and not ${operator} with ${others.join(", ")}`);
  const operand = expected[operator];
  switch (operator) {
    case "prefix":
      return prefixTest(operand, at);
    case "exists":
      if (typeof operand !== "boolean") throw invalid(`${at}: exists must be true or false`);
      return (value) => (value !== undefined) === operand;
    case "anything-but":
      return anythingBut(operand, at);
    case "numeric":
      return numericTest(operand, at);
    default:
      throw invalid(`${at}: this machine does not know the operator ${operator}`);
  }
}

function prefixTest(operand: unknown, at: string): Test {
  if (typeof operand !== "string") throw invalid(`${at}: prefix must be a text`);
  return (value) => typeof value === "string" && value.startsWith(operand);
}

function anythingBut(operand: unknown, at: string): Test {
  const excluded = isObject(operand)
    ? [prefixTest(Object.keys(operand).join() === "prefix" ? operand.prefix : undefined, at)]
    : (Array.isArray(operand) ? operand : [operand]).map((each: unknown) => equals(scalarAt(each, at)));
  return (value) => value !== undefined && !excluded.some((test) => test(value));
}

function numericTest(operand: unknown, at: string): Test {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const compare = comparisons.get(parts[index]);
    const limit = parts[index + 1];
    if (compare === undefined || typeof limit !== "number") break;
    tests.push((value) => compare(value, limit));
  }
  if (tests.length === 0 || tests.length !== parts.length / 2 || tests.length > 2) {
    throw invalid(`${at}: numeric must be one or two pairs such as [">", 0, "<=", 10]`);
  }
  return (value) => typeof value === "number" && tests.every((test) => test(value));
}

function equals(expected: string | number | boolean | null): Test {
  return (value) => value === expected;
}

function scalarAt(value: unknown, at: string): string | number | boolean | null {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value as string;
  throw invalid(`${at}: ${JSON.stringify(value)} must be a text, a number, true, false, null or an operator`);
}

function objectAt(value: unknown, at: string): Record<string, unknown> {
  if (isObject(value)) return value;
  throw invalid(`${at}: ${JSON.stringify(value)} must be a list of values or an object of fields`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(problem: string): LambdaError {
  return new LambdaError("InvalidParameterValueException", `filterCriteria: ${problem}`);
}
