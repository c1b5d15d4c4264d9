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
        const { timestamp, message } = JSON.parse(text) as { timestamp: string; message: string };
        yield { timestamp, region, group, fields: fieldsOf(message) };
      }
    }
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
