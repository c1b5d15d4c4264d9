import { bookingIdOf } from "../../../functions/ledger/booking-id.ts";
import type { SlotUnits } from "../../../functions/ledger/booking-id.ts";
import { claimsFrom, firstPart, newClaim } from "../../../functions/ledger/claim.ts";
import type { Claim, ClaimRequest, Outcome } from "../../../functions/ledger/claim.ts";
import type { Region } from "../../../functions/ledger/forward.ts";
import type { Stock } from "../../../functions/ledger/stock.ts";

/** The regions of the examples, in their order. */
export const [ireland, virginia, sydney] = ["eu-west-1", "us-east-1", "ap-southeast-2"] as const;

/** When all examples happen, unless they say otherwise. */
export const noon = "2030-01-01T12:00:00.000Z";

/** When the slots of the examples begin. */
const startsAt = "2031-01-01T09:00:00.000Z";

/** A request of one customer for one unit of the slot `s`; change what a test is about. */
export function requestFor(
  changes: Partial<Omit<ClaimRequest, "bookingId">> & {
    readonly bookingId?: string;
    readonly idempotencyKey?: string;
  } = {},
): ClaimRequest {
  const { idempotencyKey = "key", ...others } = changes;
  const { customerId = "customer", slots = [{ slotId: "s", units: 1 }] } = others;
  const bookingId = bookingIdOf({ customerId, idempotencyKey, slots });
  return { customerId, bookingId, part: firstPart, slots, correlationId: "correlation", search: undefined, ...others };
}

/** What a region has recorded for a request. */
export function claimFor(
  request: ClaimRequest,
  {
    region = ireland,
    claimedAt = noon,
    ...became
  }: { region?: string; claimedAt?: string } & (Outcome | { status?: never }) = {},
): Claim {
  const outcome: Outcome = became.status === undefined ? { status: "confirmed" } : became;
  const [claim] = claimsFrom([newClaim(request, region, claimedAt, outcome)]);
  if (claim === undefined) throw new Error("no claim was made");
  return claim;
}

/** The units of one region's shards: unsold ones, and held ones where these are more. */
type Units = number | readonly { readonly unsold: number; readonly held?: number }[];

/** A slot's stock, from the units of each region; its capacity is all that is held. */
export function stockOf(slotId: string, units: Readonly<Record<string, Units>>, capacity?: number): Stock {
  const allotments = Object.entries(units).flatMap(([region, ofRegion]) =>
    (typeof ofRegion === "number" ? [{ unsold: ofRegion }] : ofRegion).map(({ unsold, held = unsold }, shard) => ({
      ...{ slotId, region, shard, unsold, held },
    })),
  );
  const all = capacity ?? allotments.reduce((total, { held }) => total + held, 0);
  const entry = { slotId, startsAt, capacity: all, shards: 1, itemId: "item", region: ireland };
  return { slotId, entry, allotments, withdrawn: false };
}

/** Regions that are all well, save what is said of some. */
export function regionsNamed(
  names: readonly string[],
  changes: Readonly<Record<string, Partial<Omit<Region, "name">>>> = {},
): Region[] {
  return names.map((name) => ({ name, alive: true, fenced: false, ...changes[name] }));
}

/** One unit of a slot, or as many as said. */
export function unitsOf(slotId: string, units = 1): SlotUnits {
  return { slotId, units };
}
