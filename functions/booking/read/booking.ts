import type { components } from "../../../api/generated/types.ts";
import { belongsTo } from "../../ledger/booking-id.ts";
import type { Claim } from "../../ledger/claim.ts";
import { NotFound } from "../../runtime/problem.ts";
import type { Table } from "../../runtime/table.ts";
import { claimsOfRequest } from "../claims.ts";

type Booking = components["schemas"]["Booking"];

/**
 * A booking of this customer, as far as this region has heard.
 *
 * @throws NotFound if the id is malformed, somebody else's or invented.
 */
export async function readBooking(table: Table, customerId: string, bookingId: string): Promise<Booking> {
  if (!belongsTo(bookingId, customerId)) throw new NotFound();
  return bookingOf(bookingId, await claimsOfRequest(table, customerId, bookingId));
}

/**
 * What the claims of a request say of one booking: confirmed beats rejected, then the earliest claim counts, then the first
 * region by name, so that every region that has heard the same says the same.
 */
export function bookingOf(bookingId: string, claims: readonly Claim[]): Booking {
  const [claim] = claims.filter((candidate) => candidate.bookingId === bookingId).sort(byPrecedence);
  if (claim !== undefined) {
    const { status, region, slots, reason } = claim;
    return { bookingId, status, region, slots, ...(reason === undefined ? {} : { reason }) };
  }
  const [other] = [...claims].sort(byPrecedence);
  if (other === undefined) return { bookingId, status: "pending" };
  return { bookingId, status: "rejected", region: other.region, reason: "idempotency-key-reused" };
}

function byPrecedence(left: Claim, right: Claim): number {
  const keys = ({ status, claimedAt, region }: Claim) => [status === "confirmed" ? "0" : "1", claimedAt, region];
  const [leftKeys, rightKeys] = [keys(left), keys(right)];
  const index = leftKeys.findIndex((key, position) => key !== rightKeys[position]);
  return index === -1 ? 0 : (leftKeys[index] ?? "") < (rightKeys[index] ?? "") ? -1 : 1;
}
