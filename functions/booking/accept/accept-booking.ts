import { belongsTo, bookingIdOf, prolongationPart } from "../../ledger/booking-id.ts";
import type { SlotUnits } from "../../ledger/booking-id.ts";
import { firstPart, isFor } from "../../ledger/claim.ts";
import { partState } from "../../ledger/resolve.ts";
import type { PartState } from "../../ledger/resolve.ts";
import type { Store } from "../../ledger/store.ts";
import { claimsOf } from "../../operations/site.ts";
import { IdempotencyKeyReused, InvalidRequest, NotConfirmed, NotFound } from "../../runtime/problem.ts";
import { claimMessage } from "../message.ts";
import type { BookingMessage } from "../message.ts";
import { unbookable } from "./slots.ts";

/** What accepting needs from outside. */
export interface Dependencies {
  readonly store: Store;
  readonly send: (message: BookingMessage, correlationId: string) => Promise<void>;
  readonly now: () => Date;
}

/** A valid request of a known customer. */
interface CustomerRequest {
  readonly customerId: string;
  readonly correlationId: string;
}

/** A valid request for places. */
export interface AcceptRequest extends CustomerRequest {
  readonly idempotencyKey: string;
  readonly slots: readonly SlotUnits[];
}

/** A request that was accepted, and whether it had to be sent to the queue. */
export interface Accepted {
  readonly bookingId: string;
  readonly part: string;
  readonly queued: boolean;
}

/**
 * Sends a booking to the queue and gives its id; nothing is written. A booking that has been claimed already is not sent again,
 * even if its slots have begun since: it is answered as it was the first time.
 *
 * @throws InvalidRequest if a slot is unknown or has begun.
 * @throws IdempotencyKeyReused if the key is known to stand for another booking.
 */
export async function acceptBooking(dependencies: Dependencies, request: AcceptRequest): Promise<Accepted> {
  return await acceptPart(dependencies, { ...request, bookingId: bookingIdOf(request), part: firstPart });
}

/**
 * Sends a prolongation of a booking to the queue: places in more slots, as a part of its own.
 *
 * @throws NotFound if the id is malformed, somebody else's or invented.
 * @throws NotConfirmed if the booking is not confirmed, as far as this region has heard.
 * @throws InvalidRequest if a slot is unknown or has begun.
 * @throws IdempotencyKeyReused if the key is known to stand for another prolongation of the booking.
 */
export async function acceptProlongation(
  dependencies: Dependencies,
  request: AcceptRequest & { readonly bookingId: string },
): Promise<Accepted> {
  const { bookingId, idempotencyKey } = request;
  await expectState(dependencies, request, ["confirmed"]);
  return await acceptPart(dependencies, { ...request, part: prolongationPart(bookingId, idempotencyKey) });
}

/**
 * Sends the cancellation of a booking to the queue. One that is cancelled already is not sent again.
 *
 * @throws NotFound if the id is malformed, somebody else's or invented.
 * @throws NotConfirmed if this region has heard nothing of the booking yet, or it was rejected.
 */
export async function acceptCancellation(
  dependencies: Dependencies,
  request: CustomerRequest & { readonly bookingId: string },
): Promise<Omit<Accepted, "part">> {
  const { customerId, bookingId, correlationId } = request;
  const { status } = await expectState(dependencies, request, ["confirmed", "forwarded", "cancelled"]);
  const queued = status !== "cancelled";
  const acceptedAt = dependencies.now().toISOString();
  if (queued) await dependencies.send({ version: 1, kind: "cancel", customerId, bookingId, acceptedAt }, correlationId);
  return { bookingId, queued };
}

async function acceptPart(
  { store, send, now }: Dependencies,
  request: AcceptRequest & { readonly bookingId: string; readonly part: string },
): Promise<Accepted> {
  const { bookingId, part, correlationId } = request;
  const [claims, errors] = await Promise.all([claimsOf({ store }, request), unbookable(store, request.slots, now())]);
  const ofPart = claims.filter((claim) => claim.part === part);
  if (ofPart.some((claim) => isFor(claim, request))) return { bookingId, part, queued: false };
  if (errors.length > 0) throw new InvalidRequest(errors);
  const [other] = ofPart;
  if (other !== undefined)
    throw new IdempotencyKeyReused(`the key stands for other slots, of booking ${other.bookingId}`);
  await send(claimMessage({ ...request, search: undefined }, now()), correlationId);
  return { bookingId, part, queued: true };
}

async function expectState(
  { store }: Dependencies,
  request: CustomerRequest & { readonly bookingId: string },
  expected: readonly string[],
): Promise<PartState | { readonly status: "forwarded" }> {
  const { customerId, bookingId } = request;
  if (!belongsTo(bookingId, customerId)) throw new NotFound();
  const claims = await claimsOf({ store }, request);
  const known = partState(claims, bookingId, firstPart);
  const isForwarded = known.status === "pending" && claims.some((claim) => claim.bookingId === bookingId);
  const state = isForwarded ? ({ status: "forwarded" } as const) : known;
  if (!expected.includes(state.status)) throw new NotConfirmed(`booking ${bookingId} is ${known.status}`);
  return state;
}
