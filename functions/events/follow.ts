import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { logger, traced, tracer } from "../runtime/observability.ts";

/** An event that a rule has put on a queue, as far as it is read before its type is known. */
const delivered = z.object({
  "detail-type": z.string(),
  detail: z.looseObject({ id: z.string(), correlationId: z.string() }),
});

/** An event that is not what its consumer was promised. It goes back to the queue until it lies in the dead-letter queue. */
export class EventNotUnderstood extends Error {
  override readonly name = "EventNotUnderstood";
}

/** What a service does when it hears of an event of one type. */
export type Reaction = (detail: unknown) => Promise<void>;

/**
 * What a service does when it hears of an event. It may hear of it again, and of others in any order.
 *
 * @param schema what the service that says the event has promised
 */
export function on<Schema extends z.ZodMiniType>(
  schema: Schema,
  react: (detail: z.infer<Schema>) => Promise<void>,
): Reaction {
  return async (detail) => react(understood(schema, detail));
}

/**
 * A consumer of a queue that a rule fills with events: reacts to each by its type. Each that fails, or is of another type, is
 * delivered again.
 */
export function follow(reactions: Readonly<Record<string, Reaction>>): (event: SQSEvent) => Promise<SQSBatchResponse> {
  return async ({ Records: records }) => {
    const again: SQSRecord[] = [];
    for (const record of records) if (await hasFailed(reactions, record)) again.push(record);
    return { batchItemFailures: again.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

async function hasFailed(
  reactions: Readonly<Record<string, Reaction>>,
  { messageId, body }: SQSRecord,
): Promise<boolean> {
  const line = logger.createChild({ persistentKeys: { messageId } });
  try {
    const { "detail-type": type, detail } = understood(delivered, parseJson(body));
    const { id, correlationId } = detail;
    line.appendPersistentKeys({ event: type, id, correlationId });
    const react = reactions[type];
    if (react === undefined) throw new EventNotUnderstood(`an event of type ${type} is not expected here`);
    await traced("event", { id, correlationId }, () => react(detail));
    line.info("event followed");
    return false;
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    line.error("event not followed", cause);
    tracer.addErrorAsMetadata(cause);
    return true;
  }
}

/** The values stay out of the error, as it goes to the log. */
function understood<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.infer<Schema> {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const problems = error.issues.map((issue) => `${issue.path.join(".") || "event"}: ${issue.message}`);
  throw new EventNotUnderstood(problems.join("; "));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EventNotUnderstood("event: not JSON", { cause: error });
  }
}
