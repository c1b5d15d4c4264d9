import type { SQSRecord } from "aws-lambda";
import { bookingSource } from "../../events/booking.ts";
import type { BookingEvent } from "../../events/booking.ts";
import type { Delivery } from "../settle-messages.ts";

/** A message that was not settled. */
interface Unsettled extends Delivery {
  readonly record: SQSRecord;
}

/** What support is told of messages that were not settled and will not be delivered again, as they came too often. */
export function givenUp(
  failed: readonly Unsettled[],
  { maximumReceives, region, now }: { maximumReceives: number; region: string; now: () => Date },
): BookingEvent[] {
  return failed
    .filter(({ record }) => Number(record.attributes.ApproximateReceiveCount) >= maximumReceives)
    .map(({ record, correlationId, message: { customerId, bookingId } }) => ({
      source: bookingSource,
      type: "BookingUnsettled",
      detail: {
        ...{ schema: 1, id: `${bookingId}/${record.messageId}/unsettled`, version: 0, occurredAt: now().toISOString() },
        ...{ region, correlationId, customerId, bookingId },
      },
    }));
}
