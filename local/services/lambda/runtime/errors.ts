import type { FunctionError } from "../protocol.ts";

/** An error of the runtime itself; its type is what Lambda calls it. */
export class RuntimeError extends Error {
  constructor(type: string, message: string) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

/** An error, or whatever else was thrown, as Lambda answers it. */
export function functionErrorOf(thrown: unknown): FunctionError {
  if (thrown instanceof Error) {
    return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? "").split("\n") };
  }
  return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
}
