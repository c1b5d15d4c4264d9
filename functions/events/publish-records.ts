import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import { logger, traced } from "../runtime/observability.ts";
import { putEvents } from "./bus.ts";
import type { Event, EventSchemas } from "./envelope.ts";

/**
 * Tells the bus what records of a table's stream say has happened. Every event is as its schema says before it goes out.
 *
 * @param eventOf what a record says has happened; undefined if that is nothing to anybody else
 * @returns the records whose events are not on the bus; they come again
 */
export async function publishRecords(
  bus: { readonly client: EventBridgeClient; readonly name: string },
  records: readonly DynamoDBRecord[],
  { schemas, eventOf }: { schemas: EventSchemas; eventOf: (record: DynamoDBRecord) => Event | undefined },
): Promise<DynamoDBBatchResponse> {
  const failures = new Map<DynamoDBRecord, unknown>();
  const events = new Map<Event, DynamoDBRecord>();
  for (const record of records) {
    try {
      const event = eventOf(record);
      if (event === undefined) continue;
      schemas[event.type]?.parse(event.detail);
      events.set(event, record);
    } catch (error) {
      failures.set(record, error);
    }
  }
  const notPut = await traced("publish", { events: String(events.size) }, () => putEvents(bus, [...events.keys()]));
  for (const [event, record] of events) {
    const error = notPut.get(event);
    if (error === undefined) logger.info("event published", named(event));
    else failures.set(record, error);
  }
  for (const [{ dynamodb }, error] of failures) {
    const line = logger.createChild({ persistentKeys: { sequenceNumber: dynamodb?.SequenceNumber } });
    line.error("record not published", error instanceof Error ? error : new Error(String(error)));
  }
  return {
    batchItemFailures: [...failures.keys()].map(({ dynamodb }) => ({ itemIdentifier: dynamodb?.SequenceNumber ?? "" })),
  };
}

/** What a line of the log says of an event: what it is about, never what it says. */
function named({ type, detail }: Event): Record<string, unknown> {
  const { id, correlationId } = detail;
  const ids = Object.entries(detail).filter(([name]) => /^(booking|item|slot|report)Id$/.test(name));
  return { event: type, id, correlationId, ...Object.fromEntries(ids) };
}
