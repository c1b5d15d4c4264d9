import type { components } from "../../../api/generated/types.ts";
import { belongsTo } from "../../ledger/booking-id.ts";
import { firstPart } from "../../ledger/claim.ts";
import type { Claim } from "../../ledger/claim.ts";
import { partsOf, partState } from "../../ledger/resolve.ts";
import type { PartState } from "../../ledger/resolve.ts";
import type { Store } from "../../ledger/store.ts";
import { claimsOf } from "../../operations/site.ts";
import { NotFound } from "../../runtime/problem.ts";

type Booking = components["schemas"]["Booking"];
type Part = components["schemas"]["Part"];

/**
 * A booking of this customer, as far as this region has heard.
 *
 * @throws NotFound if the id is malformed, somebody else's or invented.
 */
export async function readBooking(store: Store, customerId: string, bookingId: string): Promise<Booking> {
  if (!belongsTo(bookingId, customerId)) throw new NotFound();
  return bookingOf(bookingId, await claimsOf({ store }, { customerId, bookingId }));
}

/** What the claims of a request say of one booking and its prolongations. */
export function bookingOf(bookingId: string, claims: readonly Claim[]): Booking {
  const first = describe(claims, bookingId, firstPart);
  const prolongations = partsOf(claims, bookingId)
    .filter((part) => part !== firstPart)
    .map((part) => describe(claims, bookingId, part));
  return { bookingId, ...first, ...(prolongations.length === 0 ? {} : { prolongations }) };
}

function describe(claims: readonly Claim[], bookingId: string, part: string): Part {
  const state = partState(claims, bookingId, part);
  const asked = claims.find((claim) => claim.bookingId === bookingId && claim.part === part);
  const slots = asked === undefined ? {} : { slots: asked.slots };
  return { status: state.status, ...slots, ...outcomeOf(state) };
}

function outcomeOf(state: PartState): Pick<Part, "region" | "reason"> {
  if (state.status === "pending") return {};
  const { region } = state;
  return state.status === "rejected" ? { region, reason: state.reason } : { region };
}
