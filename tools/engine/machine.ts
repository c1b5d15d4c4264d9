import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { EngineError } from "./engine-error.ts";

const contract = z.looseObject({
  control: z.url().optional(),
  controlToken: z.string().default(""),
  takesStacks: z.boolean().default(true),
  config: z.record(z.string(), z.unknown()).default({}),
});

/** A machine that waits for stacks. */
export interface EmptyMachine {
  /** Tells it from every other machine, before or after it. */
  readonly identity: string;
  /** What its stacks need besides their files. */
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * The machine that runs, or undefined.
 *
 * @param folder where it writes its `local.json`
 * @throws EngineError if it has its stacks already
 */
export function findMachine(folder: string): EmptyMachine | undefined {
  const file = join(folder, "local.json");
  if (!existsSync(file)) return undefined;
  const { control, controlToken, takesStacks, config } = contract.parse(JSON.parse(readFileSync(file, "utf8")));
  if (control === undefined || !takesStacks) {
    throw new EngineError(
      "the machine that runs has its stacks already: stop it, and start one with npm start -- --empty",
    );
  }
  return { identity: createHash("sha256").update(controlToken).digest("hex"), config };
}
