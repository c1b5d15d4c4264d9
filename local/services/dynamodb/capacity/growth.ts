import type { Image } from "../image.ts";
import { itemSize, valueSize } from "./item-size.ts";

/** An update of an item, as far as its size depends on it. */
export interface Update {
  readonly Key: Image;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Image;
}

/** Most bytes that a number takes, and so the most that arithmetic adds. */
const largestNumber = 21;
const containerOverhead = 4;

/** The most bytes that an update adds to an item; infinite if it copies attributes, or does not say what it does. */
export function largestGrowth(update: Update): number {
  const { Key: key, UpdateExpression: expression, ExpressionAttributeNames: names = {} } = update;
  if (expression === undefined || copies(expression)) return Infinity;
  const { ExpressionAttributeValues: values = {} } = update;
  let growth = itemSize(key) + Buffer.byteLength(expression); // names that stand in the expression itself
  for (const [placeholder] of expression.matchAll(/[:#][\w]+/g)) {
    growth += placeholder.startsWith("#")
      ? Buffer.byteLength(names[placeholder] ?? "")
      : valueSize(values[placeholder]) + largestNumber + containerOverhead;
  }
  return growth;
}

/**
 * A text that is the same for updates which replace each other's values, so that however many of them follow each other add
 * no more than the largest one does; undefined where each may add to what the last one left.
 */
export function replacementOf(update: Update): string | undefined {
  const { UpdateExpression: expression = "", ExpressionAttributeNames: names = {} } = update;
  const values = Object.values(update.ExpressionAttributeValues ?? {});
  const addsToSets = /\bADD\b/i.test(expression) && !values.every(({ N }) => N !== undefined);
  return addsToSets || /\[|list_append/.test(expression) ? undefined : `${expression} ${JSON.stringify(names)}`;
}

/** Whether it sets an attribute to what another one holds. */
function copies(expression: string): boolean {
  const [, set = ""] = /\bSET\b(.*?)(?=\b(?:REMOVE|ADD|DELETE)\b|$)/is.exec(expression) ?? [];
  const assignments = [...set.matchAll(/([#\w.[\]]+)\s*=\s*/g)];
  return assignments.some(({ 0: text, 1: target, index }, number) => {
    const right = set.slice(index + text.length, assignments[number + 1]?.index);
    const operands = right.match(/[:#]?[A-Za-z_][\w.[\]#]*/g) ?? [];
    return operands.some((each) => !each.startsWith(":") && each !== target && !functions.has(each));
  });
}

const functions = new Set(["if_not_exists", "list_append"]);
