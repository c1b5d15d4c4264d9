import type { components } from "../../../api/generated/types.ts";
import { belongsTo } from "../../ledger/booking-id.ts";
import { firstPart } from "../../ledger/claim.ts";
import type { Claim } from "../../ledger/claim.ts";
import { partsOf, partState } from "../../ledger/resolve.ts";
import type { PartState } from "../../ledger/resolve.ts";
import type { Store } from "../../ledger/store.ts";
import { claimsOf } from "../../operations/site.ts";
import { invalidField, InvalidRequest, NotFound } from "../../runtime/problem.ts";

type Booking = components["schemas"]["Booking"];
type Part = components["schemas"]["Part"];

/** What reading a booking needs from outside. */
export interface Dependencies {
  readonly store: Store;
  readonly now: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

/** The longest that a read waits for a booking to be settled, in seconds. */
const maximumWait = 5;

/**
 * A booking of this customer, as far as this region has heard. With `waitSeconds`, a whole number up to 5, one that is pending is
 * read again until it is settled or the time is over.
 *
 * @throws NotFound if the id is malformed, somebody else's or invented.
 * @throws InvalidRequest if `waitSeconds` is not valid.
 */
export async function readBooking(
  { store, now, sleep }: Dependencies,
  { customerId, bookingId }: { readonly customerId: string; readonly bookingId: string },
  query = new URLSearchParams(),
): Promise<Booking> {
  const end = now().getTime() + 1000 * waitOf(query);
  if (!belongsTo(bookingId, customerId)) throw new NotFound();
  for (let pause = 100; ; pause = Math.min(2 * pause, 1000)) {
    const booking = bookingOf(bookingId, await claimsOf({ store }, { customerId, bookingId }));
    const left = end - now().getTime();
    if (booking.status !== "pending" || left <= 0) return booking;
    await sleep(Math.min(pause, left));
  }
}

function waitOf(query: URLSearchParams): number {
  const text = query.get("waitSeconds") ?? "0";
  if (/^[0-9]$/.test(text) && Number(text) <= maximumWait) return Number(text);
  throw new InvalidRequest([invalidField("waitSeconds", `integer-from-0-to-${maximumWait}`, text)]);
}

/** What the claims of a request say of one booking and its prolongations. */
export function bookingOf(bookingId: string, claims: readonly Claim[]): Booking {
  const first = describe(claims, bookingId, firstPart);
  const prolongations = partsOf(claims, bookingId)
    .filter((part) => part !== firstPart)
    .map((part) => describe(claims, bookingId, part));
  const [requestedAt] = claims
    .filter((claim) => claim.bookingId === bookingId)
    .map(({ claimedAt }) => claimedAt)
    .sort();
  return {
    ...{ bookingId, ...first },
    ...(requestedAt === undefined ? {} : { requestedAt }),
    ...(prolongations.length === 0 ? {} : { prolongations }),
  };
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
