import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { bookingEvents } from "../../events/booking.ts";
import type { BookingEvent } from "../../events/booking.ts";
import { publishRecords } from "../../events/publish-records.ts";
import { storedClaim } from "../../ledger/claim.ts";
import type { Claim } from "../../ledger/claim.ts";
import { isAllotmentKey } from "../../ledger/keys.ts";
import { storedAllotment } from "../../ledger/stock.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { observed, tracer } from "../../runtime/observability.ts";
import { variables } from "./environment.ts";
import { eventOf, stockChanged } from "./event.ts";
import { newestStock } from "./newest-stock.ts";

const environment = readEnvironment(variables);
const bus = { client: tracer.captureAWSv3Client(new EventBridgeClient({})), name: environment.BUS_NAME };

function eventFrom({ dynamodb }: DynamoDBRecord): BookingEvent | undefined {
  const writtenAt = dynamodb?.ApproximateCreationDateTime;
  const at = writtenAt === undefined ? undefined : new Date(1000 * writtenAt).toISOString();
  if (isAllotmentKey(dynamodb?.Keys?.sk?.S ?? "")) {
    const allotment = storedAllotment.parse(itemFrom(dynamodb?.NewImage));
    return stockChanged({ allotment, at, sequence: dynamodb?.SequenceNumber ?? "" });
  }
  const after = claimFrom(dynamodb?.NewImage);
  if (after === undefined) return undefined; // deleted: nothing has happened to the booking
  return eventOf({ before: claimFrom(dynamodb?.OldImage), after, at: at ?? after.claimedAt });
}

type Image = NonNullable<DynamoDBRecord["dynamodb"]>["NewImage"];

function claimFrom(image: Image): Claim | undefined {
  return image === undefined ? undefined : storedClaim.parse(itemFrom(image));
}

function itemFrom(image: Image = {}): Record<string, unknown> {
  return unmarshall(image as Record<string, AttributeValue>);
}

/** Consumes the stream of the table: tells the bus what became of bookings in this region, and what it has left to sell. */
export const handler = observed(async ({ Records: records }: DynamoDBStreamEvent) =>
  publishRecords(bus, newestStock(records), { schemas: bookingEvents, eventOf: eventFrom }),
);
