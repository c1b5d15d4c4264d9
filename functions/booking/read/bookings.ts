import type { components } from "../../../api/generated/types.ts";
import { requestOf } from "../../ledger/booking-id.ts";
import { claimsFrom } from "../../ledger/claim.ts";
import type { Claim } from "../../ledger/claim.ts";
import { bookingPrefix, bookingsRange } from "../../ledger/keys.ts";
import type { Item } from "../../ledger/store.ts";
import type { Table } from "../../runtime/table.ts";
import { bookingOf } from "./booking.ts";
import { listPage } from "../../runtime/list.ts";
import { cursorOf, maximumLimit, pageOf } from "../../runtime/page.ts";

type BookingPage = components["schemas"]["BookingPage"];

/**
 * A page of a customer's bookings, as far as this region has heard of them. Their keys know no time, so that a page holds them in
 * any order; within it the latest comes first.
 *
 * @throws InvalidRequest if `limit` or `cursor` is not valid.
 */
export async function listBookings(table: Table, customerId: string, query: URLSearchParams): Promise<BookingPage> {
  const { limit, after } = pageOf(query, { prefix: bookingPrefix, defaultLimit: 25 });
  const { claims, isLast } = await claimsAfter(table, customerId, { after, requests: limit });
  const requests = [...Map.groupBy(claims, ({ bookingId }) => requestOf(bookingId))];
  const shown = requests.slice(0, limit);
  const bookings = shown.flatMap(([, ofRequest]) =>
    [...new Set(ofRequest.map(({ bookingId }) => bookingId))].map((bookingId) => bookingOf(bookingId, ofRequest)),
  );
  bookings.sort((left, right) => (right.requestedAt ?? "").localeCompare(left.requestedAt ?? ""));
  const last = shown.at(-1)?.[0];
  if (last === undefined || (isLast && shown.length === requests.length)) return { bookings };
  return { bookings, cursor: cursorOf(`${bookingPrefix}${last}#~`) };
}

/** All claims of at least so many requests, or of all that there are; of the last one perhaps not all. */
async function claimsAfter(
  table: Table,
  customerId: string,
  { after, requests }: { after: string | undefined; requests: number },
): Promise<{ claims: Claim[]; isLast: boolean }> {
  const claims: Claim[] = [];
  const found = new Set<string>();
  let begin = after;
  for (;;) {
    const page = await listPage(table, bookingsRange(customerId), { limit: maximumLimit, after: begin });
    const more = claimsFrom(page.entries as Item[]);
    claims.push(...more);
    for (const { bookingId } of more) found.add(requestOf(bookingId));
    if (page.cursor === undefined) return { claims, isLast: true };
    if (found.size > requests) return { claims, isLast: false };
    begin = String(page.entries.at(-1)?.sk);
  }
}
