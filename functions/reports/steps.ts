import type { SQSRecord } from "aws-lambda";
import * as z from "zod/mini";

const common = { version: z.literal(1), reportId: z.string() };
const itemIds = z.array(z.string());

/** What is to be done for a report, as the queue carries it, version 1. */
export const storedStep = z.discriminatedUnion("kind", [
  /** Cuts the report into chunks. Without items it is about all. */
  z.strictObject({ ...common, kind: z.literal("plan"), itemIds: z.optional(itemIds) }),
  /** Finds the rows of some items in one month. */
  z.strictObject({ ...common, kind: z.literal("chunk"), chunk: z.number(), month: z.string(), itemIds }),
  /** Puts the rows of all chunks together. */
  z.strictObject({ ...common, kind: z.literal("merge") }),
]);

/** What is to be done for a report. */
export type Step = Readonly<z.infer<typeof storedStep>>;

/** A step of one kind. */
export type StepOf<Kind extends Step["kind"]> = Extract<Step, { kind: Kind }>;

/** A message that is no step. It goes back to the queue until it lies in the dead-letter queue. */
export class StepNotUnderstood extends Error {
  override readonly name = "StepNotUnderstood";
}

/** What a step is called when it failed, such as `chunk-17`. */
export function nameOf(step: Step): string {
  return step.kind === "chunk" ? `chunk-${step.chunk}` : step.kind;
}

/**
 * The step that a record of the queue carries.
 *
 * @throws StepNotUnderstood naming every field that breaks a rule; the values stay out of it, as it goes to the log.
 */
export function stepOf({ body }: Pick<SQSRecord, "body">): Step {
  const { success, data, error } = storedStep.safeParse(parseJson(body));
  if (success) return data;
  throw new StepNotUnderstood(
    error.issues.map(({ path, message }) => `${path.join(".") || "step"}: ${message}`).join("; "),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StepNotUnderstood("step: not JSON", { cause: error });
  }
}
