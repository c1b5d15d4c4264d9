import { bookingSource } from "../../events/booking.ts";
import type { BookingEvent } from "../../events/booking.ts";
import { firstPart } from "../../ledger/claim.ts";
import type { Claim } from "../../ledger/claim.ts";

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
      // Regions that only heard of it say nothing, nor do prolongations: the booking ends once.
      if (part !== firstPart || before === undefined || before.status === "rejected") return undefined;
      return { source, type: "BookingCancelled", detail: told("cancelled") };
    default:
      return undefined;
  }
}
