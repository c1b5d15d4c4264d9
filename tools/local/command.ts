import { parseArgs } from "node:util";
import type { Asked, DrillOperation } from "../../local/control/protocol.ts";

const usage =
  "npm run local -- lag <ms> | cut <region> <region> | heal [<region> <region>] | stop <region> | start <region> | status, each with [--json]";

/** A command line that says nothing which could be done. */
export class LocalUsageError extends Error {
  override readonly name = "LocalUsageError";

  constructor(problem: string) {
    super(`${problem}. ${usage}`);
  }
}

/** What is asked of the machine, and how it is to be answered. */
export interface LocalCommand {
  readonly operation: DrillOperation;
  readonly asked: Asked<DrillOperation>;
  /** Whether for scripts. */
  readonly json: boolean;
}

/** @throws LocalUsageError naming what is wrong */
export function readLocalCommand(args: readonly string[]): LocalCommand {
  const { values, positionals } = parsed(args);
  const [operation = "", ...rest] = positionals;
  return { ...commandOf(operation, rest), json: values.json };
}

function commandOf(operation: string, rest: readonly string[]): Pick<LocalCommand, "operation" | "asked"> {
  const [a = "", b = ""] = rest;
  const expect = (...counts: number[]) => {
    if (!counts.includes(rest.length)) {
      throw new LocalUsageError(`${operation} takes ${counts.join(" or ")} arguments, and has ${rest.length}`);
    }
  };
  switch (operation) {
    case "lag":
      expect(1);
      return { operation, asked: { milliseconds: millisecondsOf(a) } };
    case "cut":
      expect(2);
      return { operation, asked: { regions: [a, b] } };
    case "heal":
      expect(0, 2);
      return { operation, asked: rest.length === 0 ? {} : { regions: [a, b] } };
    case "stop":
    case "start":
      expect(1);
      return { operation, asked: { region: a } };
    case "status":
      expect(0);
      return { operation, asked: {} };
    default:
      throw new LocalUsageError(operation === "" ? "what is to be done is missing" : `${operation} is no command`);
  }
}

function parsed(args: readonly string[]) {
  try {
    // A negative lag is no option, and has an error of its own.
    const escaped = args.map((arg) => (/^-\d/.test(arg) ? ` ${arg}` : arg));
    return parseArgs({
      args: escaped,
      allowPositionals: true,
      options: { json: { type: "boolean", default: false } },
    });
  } catch (error) {
    throw new LocalUsageError(error instanceof Error ? error.message : String(error));
  }
}

function millisecondsOf(text: string): number {
  const milliseconds = Number(text);
  if (text.trim() !== "" && Number.isFinite(milliseconds) && milliseconds >= 0) return milliseconds;
  throw new LocalUsageError(`the lag is ${text.trim()}, and must be 0 milliseconds or more`);
}
