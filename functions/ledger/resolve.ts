import type { Claim, RejectionReason } from "./claim.ts";
import { firstPart } from "./claim.ts";

/** What became of a part, as far as a region has heard. */
export type PartState =
  | { readonly status: "pending" }
  | { readonly status: "confirmed" | "cancelled"; readonly region: string; readonly claim: Claim }
  | {
      readonly status: "rejected";
      readonly region: string;
      readonly claim: Claim;
      readonly reason: RejectionReason;
    };

/** Which of two live claims for one part counts: the earlier one, then that of the first region by name. */
export function beats(claim: Claim, other: Claim): boolean {
  if (claim.claimedAt !== other.claimedAt) return claim.claimedAt < other.claimedAt;
  return claim.region < other.region;
}

/**
 * What the claims of a request say of a part of a booking: cancelled beats everything, confirmed beats rejected, and of several
 * confirmed claims the one that beats the others counts. Every region that has heard the same says the same.
 */
export function partState(claims: readonly Claim[], bookingId: string, part: string): PartState {
  const ofBooking = claims.filter((claim) => claim.bookingId === bookingId);
  const cancelled = ofBooking.find((claim) => claim.part === firstPart && claim.status === "cancelled");
  if (cancelled !== undefined) return { status: "cancelled", region: cancelled.region, claim: cancelled };

  const ofPart = ofBooking.filter((claim) => claim.part === part);
  const confirmed = ofPart
    .filter((claim) => claim.status === "confirmed")
    .reduce<Claim | undefined>((best, claim) => (best === undefined || beats(claim, best) ? claim : best), undefined);
  if (confirmed !== undefined) return { status: "confirmed", region: confirmed.region, claim: confirmed };
  for (const claim of ofPart) {
    // Its winner is confirmed, though nothing may have been heard of that here.
    if (claim.status === "released") return { status: "confirmed", region: claim.winner, claim };
  }
  for (const claim of ofPart) {
    if (claim.status === "rejected") {
      return { status: "rejected", region: claim.region, claim, reason: claim.reason };
    }
  }
  return { status: "pending" };
}

/** The parts of a booking that were asked for, the first one first and the others in the order of their names. */
export function partsOf(claims: readonly Claim[], bookingId: string): string[] {
  const parts = new Set(claims.filter((claim) => claim.bookingId === bookingId).map(({ part }) => part));
  return [...parts].sort(); // "0" comes before every name of 16 digits that is not all zeros
}
