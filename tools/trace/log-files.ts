import { createReadStream, existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { LogLine } from "./path.ts";

/** Every line of every log that a machine has written to its folder; a line that is no JSON is a `message`. */
export async function* linesIn(folder: string): AsyncGenerator<LogLine> {
  for (const region of existsSync(folder) ? readdirSync(folder).toSorted() : []) {
    const logs = join(folder, region, "logs");
    for (const file of existsSync(logs) ? readdirSync(logs).toSorted() : []) {
      const group = basename(file, ".jsonl");
      for await (const text of createInterface({ input: createReadStream(join(logs, file)) })) {
        const line = entryOf(text);
        if (line !== undefined) yield { timestamp: line.timestamp, region, group, fields: fieldsOf(line.message) };
      }
    }
  }
}

/** A line of the file, if all of it is there: the machine may be writing the last one. */
function entryOf(text: string): { timestamp: string; message: string } | undefined {
  try {
    return JSON.parse(text) as { timestamp: string; message: string };
  } catch {
    return undefined;
  }
}

function fieldsOf(message: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(message);
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // What a runtime writes is text.
  }
  return { message };
}
