import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { FirehoseClient } from "@aws-sdk/client-firehose";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { putEvents } from "../../events/bus.ts";
import { readEnvironment } from "../../runtime/environment.ts";
import { logger, metrics, observed, traced, tracer } from "../../runtime/observability.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { correlationIdOf, deliveryOf } from "../record.ts";
import { settleMessages } from "../settle-messages.ts";
import type { Delivery, Result } from "../settle-messages.ts";
import { siteOf } from "../site.ts";
import { archiveWrites } from "./archive.ts";
import { variables } from "./environment.ts";
import { givenUp } from "./unsettled.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);
const site = siteOf(environment);
const maximumReceives = Number(environment.MAXIMUM_RECEIVES);
const bus = { client: tracer.captureAWSv3Client(new EventBridgeClient({})), name: environment.BUS_NAME };
const firehose = new FirehoseClient({ maxAttempts: 1 }); // what it does not take is tried again, but not for long
const archive = { client: tracer.captureAWSv3Client(firehose), stream: environment.ARCHIVE_STREAM };

interface Received extends Delivery {
  readonly record: SQSRecord;
}

/**
 * All messages of a batch are settled together; each that is not is delivered again. So is one that is settled and that the archive
 * has not taken: its booking stands, and waits for nobody.
 */
async function claimBatch({ Records: records }: SQSEvent): Promise<SQSBatchResponse> {
  const failed: SQSRecord[] = [];
  const deliveries = records.flatMap((record): Received[] => {
    try {
      return [{ record, ...deliveryOf(record) }];
    } catch (error) {
      const keys = { messageId: record.messageId, correlationId: correlationIdOf(record) };
      say(keys, error instanceof Error ? error : new Error(String(error)));
      failed.push(record);
      return [];
    }
  });
  const unitsBefore = site.store.writeUnits;
  const [results, notArchived] = await traced("claim batch", { messages: String(records.length) }, () =>
    Promise.all([settleMessages(site, deliveries), archiveWrites(archive, deliveries, { region: site.region })]),
  );
  let confirmed = 0;
  for (const [{ record, message, correlationId }, result] of results) {
    const { bookingId } = message;
    // A segment of its own for each message, by whose ids its trace is found.
    await traced("message", { bookingId, correlationId, messageId: record.messageId }, () => {
      say({ messageId: record.messageId, correlationId, bookingId }, result);
      return Promise.resolve();
    });
    if (result instanceof Error) failed.push(record);
    else if (result.outcome === "confirmed") confirmed += 1;
  }
  if (confirmed > 0) {
    const units = (site.store.writeUnits - unitsBefore) / confirmed;
    metrics.addMetric("WriteUnitsPerBooking", MetricUnit.NoUnit, units);
  }
  await tellOfDeadLetters([...results.keys()].filter(({ record }) => failed.includes(record)));
  for (const [{ record, message, correlationId }, error] of notArchived) {
    const keys = { messageId: record.messageId, correlationId, bookingId: message.bookingId };
    logger.createChild({ persistentKeys: keys }).error("message not archived", error);
    if (!failed.includes(record)) failed.push(record);
  }
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

/** The message is a dead letter whether the bus takes notice or not, and the queue's alarm says so too. */
async function tellOfDeadLetters(failed: readonly Received[]): Promise<void> {
  const events = givenUp(failed, { maximumReceives, region: site.region, now: site.now });
  for (const [{ detail }, error] of await putEvents(bus, events)) {
    logger.createChild({ persistentKeys: { id: detail.id } }).error("event not published", error);
  }
}

const metricOf = {
  confirmed: "BookingConfirmed",
  rejected: "BookingRejected",
  forwarded: "BookingForwarded",
  duplicate: "BookingDuplicate",
  cancelled: "BookingCancelled",
} as const;

function say(keys: { messageId: string; correlationId: string; bookingId?: string }, result: Result): void {
  const line = logger.createChild({ persistentKeys: keys });
  if (result instanceof Error) {
    line.error("message not settled", result);
    tracer.addErrorAsMetadata(result);
    return;
  }
  line.info("message settled", { ...result });
  metrics.addMetric(metricOf[result.outcome], MetricUnit.Count, 1);
}

/** Consumes the queue of bookings: confirms, forwards or rejects each, and cancels. */
export const handler = warmable(observed(claimBatch));
