import { bookingIdOf, canonicalSlots } from "../../ledger/booking-id.ts";
import type { SlotUnits } from "../../ledger/booking-id.ts";
import { firstPart } from "../../ledger/claim.ts";
import { IdempotencyKeyReused, InvalidRequest } from "../../runtime/problem.ts";
import type { Table } from "../../runtime/table.ts";
import { claimsOfRequest } from "../claims.ts";
import type { BookingMessage } from "../message.ts";
import { unbookable } from "./slots.ts";

/** What accepting needs from outside. */
export interface Dependencies {
  readonly table: Table;
  readonly send: (message: BookingMessage, correlationId: string) => Promise<void>;
  readonly now: () => Date;
}

/** A valid request of a known customer. */
export interface AcceptRequest {
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly slots: readonly SlotUnits[];
  readonly correlationId: string;
}

/**
 * Sends a booking to the queue and gives its id; nothing is written. A booking that has been claimed already is not sent again,
 * even if its slots have begun since: it is answered as it was the first time.
 *
 * @throws InvalidRequest if a slot is unknown or has begun.
 * @throws IdempotencyKeyReused if the key is known to stand for another booking.
 */
export async function acceptBooking(
  { table, send, now }: Dependencies,
  { customerId, idempotencyKey, slots, correlationId }: AcceptRequest,
): Promise<{ bookingId: string; queued: boolean }> {
  const bookingId = bookingIdOf({ customerId, idempotencyKey, slots });
  const [claims, errors] = await Promise.all([
    claimsOfRequest(table, customerId, bookingId),
    unbookable(table, slots, now()),
  ]);
  if (claims.some((claim) => claim.bookingId === bookingId)) return { bookingId, queued: false };
  if (errors.length > 0) throw new InvalidRequest(errors);
  const [other] = claims;
  if (other !== undefined) throw new IdempotencyKeyReused(`the key stands for booking ${other.bookingId}`);
  await send(
    {
      version: 1,
      bookingId,
      customerId,
      part: firstPart,
      slots: canonicalSlots(slots),
      acceptedAt: now().toISOString(),
    },
    correlationId,
  );
  return { bookingId, queued: true };
}
