import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { withBackoff } from "../runtime/backoff.ts";
import type { Backoff } from "../runtime/backoff.ts";
import type { Event } from "./envelope.ts";

/** EventBridge's own limit of entries in a call. */
const entriesPerCall = 10;

/** The bus did not take an event. */
export class NotPut extends Error {
  override readonly name = "NotPut";
}

/**
 * Puts events on a bus, in calls of ten. What the bus does not take is tried again with backoff.
 *
 * @returns the events that it has not taken, and why; none if all is well
 */
export async function putEvents(
  bus: { readonly client: EventBridgeClient; readonly name: string },
  events: readonly Event[],
  backoff?: Backoff,
): Promise<Map<Event, NotPut>> {
  const failed = new Map<Event, NotPut>();
  for (let begin = 0; begin < events.length; begin += entriesPerCall) {
    let left = new Map<Event, NotPut | undefined>(
      events.slice(begin, begin + entriesPerCall).map((event) => [event, undefined]),
    );
    const attempt = async () => {
      left = await putOnce(bus, [...left.keys()]);
      if (left.size > 0) throw new NotPut("the bus did not take all");
    };
    const outcome = await withBackoff(attempt, () => true, backoff).catch((cause: unknown) => cause);
    for (const [event, refusal] of left) {
      failed.set(event, refusal ?? new NotPut("the bus could not be reached", { cause: outcome }));
    }
  }
  return failed;
}

async function putOnce(
  { client, name }: { readonly client: EventBridgeClient; readonly name: string },
  events: readonly Event[],
): Promise<Map<Event, NotPut | undefined>> {
  const { Entries: entries = [] } = await client.send(
    new PutEventsCommand({
      Entries: events.map(({ source, type, detail }) => ({
        ...{ EventBusName: name, Source: source, DetailType: type, Detail: JSON.stringify(detail) },
        Time: new Date(detail.occurredAt),
      })),
    }),
  );
  const refused = new Map<Event, NotPut | undefined>();
  for (const [index, event] of events.entries()) {
    const { ErrorCode: code, ErrorMessage: message } = entries[index] ?? {};
    if (code !== undefined) refused.set(event, new NotPut(`${code}: ${message ?? ""}`));
  }
  return refused;
}
