import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { BookingEvent } from "../../events/booking.ts";
import { putEvents } from "../../events/bus.ts";
import { storedClaim } from "../../ledger/claim.ts";
import type { Claim } from "../../ledger/claim.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { logger, observed, traced, tracer } from "../../runtime/observability.ts";
import { variables } from "./environment.ts";
import { eventOf } from "./event.ts";

const environment = readEnvironment(variables);
const bus = { client: tracer.captureAWSv3Client(new EventBridgeClient({})), name: environment.BUS_NAME };

async function handle({ Records: records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const failures = new Map<DynamoDBRecord, unknown>();
  const events = new Map<BookingEvent, DynamoDBRecord>();
  for (const record of records) {
    try {
      const event = eventFrom(record);
      if (event !== undefined) events.set(event, record);
    } catch (error) {
      failures.set(record, error);
    }
  }
  const notPut = await traced("publish", { events: String(events.size) }, () => putEvents(bus, [...events.keys()]));
  for (const [event, record] of events) {
    const error = notPut.get(event);
    const { id, bookingId, correlationId } = event.detail;
    if (error === undefined) logger.info("event published", { event: event.type, id, bookingId, correlationId });
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

function eventFrom({ dynamodb }: DynamoDBRecord): BookingEvent | undefined {
  const after = claimFrom(dynamodb?.NewImage);
  if (after === undefined) return undefined; // deleted: nothing has happened to the booking
  const before = claimFrom(dynamodb?.OldImage);
  const writtenAt = dynamodb?.ApproximateCreationDateTime;
  const at = writtenAt === undefined ? after.claimedAt : new Date(1000 * writtenAt).toISOString();
  return eventOf({ before, after, at });
}

function claimFrom(image: NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"]): Claim | undefined {
  return image === undefined ? undefined : storedClaim.parse(unmarshall(image as Record<string, AttributeValue>));
}

/** Consumes the stream of the table: tells the bus what became of bookings in this region. */
export const handler = observed(handle);
