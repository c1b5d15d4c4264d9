import { AwsError } from "../../endpoint/aws-error.ts";
import type { BusEvent } from "./event.ts";
import type { Target } from "./rule.ts";

/** `$`, and then fields `.name` and elements `[0]`. */
const pathPattern = /^\$(\.[\w-]+|\[\d+\])*$/;

/** @throws AwsError ValidationException for an input that is no JSON, a path that is not known, or both at once */
export function checkInput({ id, input, inputPath }: Target): void {
  const problem = problemOf(input, inputPath);
  if (problem !== undefined) throw new AwsError("ValidationException", `target ${id}: ${problem}`);
}

function problemOf(input: string | undefined, inputPath: string | undefined): string | undefined {
  if (input !== undefined && inputPath !== undefined) return "input and inputPath are both set, and only one can be";
  if (input !== undefined && !isJson(input)) return `input is ${input}, and must be JSON`;
  if (inputPath === undefined || pathPattern.test(inputPath)) return undefined;
  return `inputPath is ${inputPath}, and must be a path of fields and elements, such as $.detail.parts[0]`;
}

/** What the target gets of an event, as JSON; null where nothing is at its path. */
export function targetInput({ input, inputPath = "$" }: Target, event: BusEvent): string {
  if (input !== undefined) return input;
  const steps = [...inputPath.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, field, element]) => field ?? element ?? "");
  const part = steps.reduce<unknown>(
    (value, step) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, step)
        ? (value as Record<string, unknown>)[step]
        : undefined,
    event,
  );
  return JSON.stringify(part ?? null);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
