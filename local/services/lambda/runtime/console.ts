import { format } from "node:util";
import { functionErrorOf } from "./errors.ts";

/** What the lines of `console` look like. */
export interface ConsoleFormat {
  readonly json: boolean;
  /** Least level that is written. */
  readonly level: string;
  /** The invocation that is running. */
  readonly requestId: () => string;
}

const levels = { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4, FATAL: 5 };
type Level = keyof typeof levels;

const methods = {
  trace: "TRACE",
  debug: "DEBUG",
  log: "INFO",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
} as const satisfies Record<string, Level>;

/** Makes `console` and the standard streams of this thread write whole lines by `write`, as Lambda's runtime does. */
export function redirectOutput(write: (line: string) => void, consoleFormat: ConsoleFormat): { flush: () => void } {
  const least = isLevel(consoleFormat.level) ? levels[consoleFormat.level] : levels.INFO;
  for (const [method, level] of Object.entries(methods)) {
    const line = (...values: unknown[]) => {
      if (consoleFormat.json && levels[level] < least) return;
      write(
        consoleFormat.json
          ? jsonLine(level, consoleFormat.requestId(), values)
          : textLine(level, consoleFormat.requestId(), values),
      );
    };
    Object.assign(console, { [method]: line });
  }
  const flushes = [process.stdout, process.stderr].map((stream) => redirectStream(stream, write));
  return {
    flush: () => {
      for (const flush of flushes) flush();
    },
  };
}

function isLevel(level: string): level is Level {
  return level in levels;
}

/** A stream's output, cut into lines; what has no end yet waits for it, or for `flush`. */
function redirectStream(stream: NodeJS.WriteStream, write: (line: string) => void): () => void {
  let rest = "";
  const redirected = (chunk: string | Uint8Array, encoding?: unknown, done?: unknown): boolean => {
    const lines = (rest + (typeof chunk === "string" ? chunk : Buffer.from(chunk).toString())).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) write(line);
    const callback = typeof encoding === "function" ? encoding : done;
    if (typeof callback === "function") process.nextTick(callback);
    return true;
  };
  Object.assign(stream, { write: redirected });
  return () => {
    if (rest !== "") write(rest);
    rest = "";
  };
}

function textLine(level: Level, requestId: string, values: unknown[]): string {
  return `${new Date().toISOString()}\t${requestId}\t${level}\t${format(...values)}`;
}

function jsonLine(level: Level, requestId: string, values: unknown[]): string {
  const error = values.find((value) => value instanceof Error);
  const { errorType, errorMessage, trace } = error === undefined ? {} : functionErrorOf(error);
  const [only] = values;
  const isObject = values.length === 1 && typeof only === "object" && only !== null && error === undefined;
  const fields = {
    timestamp: new Date().toISOString(),
    level,
    requestId,
    ...(error !== undefined && { errorType, errorMessage, stackTrace: trace }),
  };
  try {
    return JSON.stringify({ ...fields, message: isObject ? only : format(...values) });
  } catch {
    return JSON.stringify({ ...fields, message: format(...values) }); // a cycle, or a BigInt
  }
}
