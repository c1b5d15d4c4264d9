import { InvalidPattern } from "./invalid-pattern.ts";
import type { ValueTest } from "./leaf.ts";

/**
 * The test of `prefix`, `suffix`, `equals-ignore-case` or `wildcard`, each of which only texts pass. The first two take
 * `{ "equals-ignore-case": text }` too.
 *
 * @throws InvalidPattern
 */
export function textTest(operator: string, operand: unknown, at: string): ValueTest {
  const ignoresCase = operator === "equals-ignore-case" || isIgnoreCase(operand);
  const text = isIgnoreCase(operand) && operator !== "wildcard" ? operand["equals-ignore-case"] : operand;
  if (typeof text !== "string") throw new InvalidPattern(at, `${operator} must be a text`);
  if (operator === "wildcard") {
    const pattern = wildcardPattern(text, at);
    return (value) => typeof value === "string" && pattern.test(value);
  }
  const folded = (value: string) => (ignoresCase ? value.toLowerCase() : value);
  const wanted = folded(text);
  const passes = (value: string) => {
    if (operator === "prefix") return value.startsWith(wanted);
    return operator === "suffix" ? value.endsWith(wanted) : value === wanted;
  };
  return (value) => typeof value === "string" && passes(folded(value));
}

/** `*` stands for any characters, `\*` and `\\` for themselves. */
function wildcardPattern(text: string, at: string): RegExp {
  const tokens = text.match(/\\.|[^]/gu) ?? [];
  const source = tokens.map((token, index) => {
    if (token === "*") {
      if (tokens[index - 1] === "*") throw new InvalidPattern(at, `wildcard "${text}" has two * in a row`);
      return ".*";
    }
    if (token.startsWith("\\") && token !== "\\*" && token !== "\\\\") {
      throw new InvalidPattern(at, `wildcard "${text}" has a \\ before what is neither * nor \\`);
    }
    return literal(token.at(-1) ?? "");
  });
  return new RegExp(`^${source.join("")}$`, "su");
}

function literal(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}

function isIgnoreCase(operand: unknown): operand is { "equals-ignore-case": unknown } {
  return typeof operand === "object" && operand !== null && Object.keys(operand).join() === "equals-ignore-case";
}
