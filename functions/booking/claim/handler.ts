import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { readEnvironment } from "../../runtime/environment.ts";
import { logger, metrics, observed, traced, tracer } from "../../runtime/observability.ts";
import { documentClient } from "../../runtime/table.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { claimBooking } from "./claim-booking.ts";
import type { Dependencies, Settlement } from "./claim-booking.ts";
import { variables } from "./environment.ts";
import { correlationIdOf, messageOf } from "./record.ts";

const environment = readEnvironment([...variables, "AWS_REGION"]);

const dependencies: Dependencies = {
  table: { client: documentClient, name: environment.TABLE_NAME },
  region: environment.AWS_REGION,
  now: () => new Date(),
  onContention: (kind) => {
    metrics.addMetric(kind === "conflict" ? "TransactionConflict" : "TransactionThrottled", MetricUnit.Count, 1);
  },
};

const metricOf: Record<Settlement["outcome"], string> = {
  confirmed: "BookingConfirmed",
  rejected: "BookingRejected",
  duplicate: "BookingDuplicate",
  "key-reused": "BookingKeyReused",
};

async function claimRecord(record: SQSRecord): Promise<void> {
  const keys = { messageId: record.messageId, correlationId: correlationIdOf(record) };
  const recordLogger = logger.createChild({ persistentKeys: keys });
  try {
    const message = messageOf(record);
    const { bookingId } = message;
    recordLogger.appendPersistentKeys({ bookingId });
    const settlement = await traced("claim", { bookingId, ...keys }, () => claimBooking(dependencies, message));
    metrics.addMetric(metricOf[settlement.outcome], MetricUnit.Count, 1);
    recordLogger.info("booking settled", { ...settlement });
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    recordLogger.error("booking not settled", cause);
    tracer.addErrorAsMetadata(cause);
    throw cause;
  }
}

const processor = new BatchProcessor(EventType.SQS);

/** One record after the other, as records of one batch often want the same slot; each that fails is delivered again alone. */
function claimBatch(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  return processPartialResponse(event, claimRecord, processor, {
    context,
    processInParallel: false,
    throwOnFullBatchFailure: false,
  });
}

/** Consumes the queue of bookings: confirms or rejects each. */
export const handler = warmable(observed(claimBatch));
