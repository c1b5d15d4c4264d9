import { bookingSource } from "../../events/booking.ts";
import type { BookingEvent } from "../../events/booking.ts";
import { firstPart } from "../../ledger/claim.ts";
import type { Claim } from "../../ledger/claim.ts";
import type { Allotment } from "../../ledger/stock.ts";

/** A claim before and after it was written. */
export interface Change {
  readonly before: Claim | undefined;
  readonly after: Claim;
  /** When it was written, ISO 8601 in UTC. */
  readonly at: string;
}

/**
 * What others are told of a change to a claim of this region, if anything. The id of the event names what happened to the booking,
 * not where: when two regions have confirmed the same part, or ended it, they say the same event.
 */
export function eventOf({ before, after, at }: Change): BookingEvent | undefined {
  if (before?.status === after.status) return undefined;
  const { customerId, bookingId, part, slots, region, correlationId, version } = after;
  const source = bookingSource;
  const told = (what: string) => ({
    ...{ schema: 1 as const, id: `${bookingId}/${what}`, version, occurredAt: at },
    ...{ region, correlationId, customerId, bookingId },
  });
  switch (after.status) {
    case "confirmed": {
      const detail = { ...told(`${part}/confirmed`), part, slots };
      return { source, type: part === firstPart ? "BookingConfirmed" : "BookingProlonged", detail };
    }
    case "rejected": {
      const { reason } = after;
      return { source, type: "BookingRejected", detail: { ...told(`${part}/rejected`), part, slots, reason } };
    }
    case "cancelled":
      // Regions that only heard of it say nothing.
      if (before === undefined || before.status === "rejected") return undefined;
      return { source, type: "BookingCancelled", detail: { ...told(`${part}/cancelled`), part, slots } };
    default:
      return undefined;
  }
}

/** What others are told of a change to a region's units of a slot: those that it may still sell. Nobody in particular has asked for it. */
export function stockChanged({
  allotment: { slotId, region, shard, unsold },
  at = new Date().toISOString(),
  sequence,
}: {
  allotment: Allotment;
  /** When it was written, ISO 8601 in UTC. @default now */
  at?: string;
  /** The number of the record in the stream, which grows with each change of an item. */
  sequence: string;
}): BookingEvent {
  const id = `${slotId}/${region}/${shard}/${sequence}`;
  return {
    source: bookingSource,
    type: "StockChanged",
    detail: {
      ...{ schema: 1, id, version: 0, occurredAt: at, region, correlationId: id },
      ...{ slotId, shard, unsold, sequence: sequence.padStart(sequenceDigits, "0") },
    },
  };
}

/** DynamoDB's own limit of digits in a number of a record, so that the order of the text is the order of the numbers. */
const sequenceDigits = 40;
