import { changedClaim, firstPart, newClaim, saysKeyReused } from "../ledger/claim.ts";
import type { Claim } from "../ledger/claim.ts";
import { beats } from "../ledger/resolve.ts";
import { returned } from "../ledger/stock.ts";
import type { Action } from "../ledger/store.ts";
import { claimsOf, commit } from "./site.ts";
import type { Site } from "./site.ts";

/**
 * Ends a booking in this region: its claims here give their places back, and none will be made here any more. Other regions
 * do the same when they see what this one has recorded. Doing it twice changes nothing.
 *
 * @param known any claim of the booking, whichever region recorded it
 */
export async function cancelBooking(site: Site, known: Claim): Promise<void> {
  const { region, now } = site;
  for (;;) {
    const own = (await claimsOf(site, known)).filter((claim) => claim.region === region);
    const first = own.find((claim) => claim.part === firstPart && !saysKeyReused(claim));
    const commits: Action[][] = [];
    if (first === undefined) {
      // It says so for good: a message that still lies in the queue then finds it.
      const tombstone = { ...known, part: firstPart };
      commits.push([
        { kind: "create", item: newClaim(tombstone, region, now().toISOString(), { status: "cancelled" }) },
      ]);
    }
    const parts = own.filter(({ bookingId }) => bookingId === known.bookingId);
    for (const claim of parts.sort((left, right) => (left.part < right.part ? -1 : 1))) {
      if (claim.status === "confirmed" || claim.status === "forwarded" || claim === first) commits.push(ending(claim));
    }
    if (await allDone(site, commits)) return;
  }
}

function ending(claim: Claim): Action[] {
  if (claim.status === "cancelled") return [];
  return [
    ...(claim.status === "confirmed" ? returned(claim.slots, claim.region) : []),
    { kind: "replace", item: changedClaim(claim, { status: "cancelled" }), version: claim.version },
  ];
}

/**
 * Gives back the places of this region's claim for a part if another region has one that counts. To be called for every claim
 * that is confirmed here or arrives from elsewhere: either the other one is there by now, or its own arrival is still to come.
 *
 * @param claim a confirmed claim, of whichever region
 */
export async function releaseIfBeaten(site: Site, { customerId, bookingId, part }: Claim): Promise<void> {
  for (;;) {
    const claims = (await claimsOf(site, { customerId, bookingId })).filter(
      (claim) => claim.part === part && claim.bookingId === bookingId && claim.status === "confirmed",
    );
    const own = claims.find(({ region }) => region === site.region);
    const winner = claims.find((claim) => own !== undefined && beats(claim, own));
    if (own === undefined || winner === undefined) return;
    const item = changedClaim(own, { status: "released", winner: winner.region });
    const actions: Action[] = [...returned(own.slots, site.region), { kind: "replace", item, version: own.version }];
    if (await allDone(site, [actions])) return;
  }
}

/** Whether every commit was done; if one was not, somebody has changed a claim meanwhile. */
async function allDone(site: Site, commits: readonly (readonly Action[])[]): Promise<boolean> {
  for (const actions of commits) {
    if (actions.length > 0 && (await commit(site, actions)).length > 0) return false;
  }
  return true;
}

/** Ends a booking of a customer in this region; does nothing if nothing is known of it here. */
export async function cancelRequested(
  site: Site,
  request: { readonly customerId: string; readonly bookingId: string },
): Promise<void> {
  const known = (await claimsOf(site, request)).find(({ bookingId }) => bookingId === request.bookingId);
  if (known !== undefined) await cancelBooking(site, known);
}
