import * as z from "zod/mini";
import { canonicalSlots, payloadOf, requestOf } from "./booking-id.ts";
import type { SlotUnits } from "./booking-id.ts";
import { claimKey } from "./keys.ts";
import type { Item } from "./store.ts";

/** What was booked first; each prolongation is a part of its own. */
export const firstPart = "0";

/** How far the search for a region that has the places has come. */
export const storedSearch = z.object({
  /** The region where it began. Of two searches for one part the one that began in the first region by name goes on. */
  origin: z.string(),
  /**
   * The regions that were asked, and what each held of every slot when it had too few: units sold and unsold, in the order of
   * the slots. If that adds up to the slots' capacities, no place was on its way between regions.
   */
  asked: z.record(z.string(), z.array(z.number())),
  /** How often the part was forwarded, this time included. */
  hops: z.number(),
});

/** How far the search for a region that has the places has come. */
export type Search = Readonly<z.infer<typeof storedSearch>>;

/** What a region is asked to record for one part of a booking. */
export interface ClaimRequest {
  readonly customerId: string;
  readonly bookingId: string;
  readonly part: string;
  /** 1 to 25 slots, none twice. */
  readonly slots: readonly SlotUnits[];
  /** The id that follows the request through logs and traces. */
  readonly correlationId: string;
  /** How it came here; `undefined` for a request that a customer has made here. */
  readonly search: Search | undefined;
}

/** Why a part was rejected. */
export const rejectionReasons = [
  "sold-out",
  "unknown-slot",
  "slot-in-the-past",
  "slot-withdrawn",
  "not-confirmed",
  "idempotency-key-reused",
] as const;

/** Why a part was rejected. */
export type RejectionReason = (typeof rejectionReasons)[number];

const reason = z.enum(rejectionReasons);

/** What became of a part in a region. */
const outcome = z.discriminatedUnion("status", [
  /** The places are the customer's; the claim is live. */
  z.object({ status: z.literal("confirmed") }),
  /** Too few places here: `to` was asked. */
  z.object({ status: z.literal("forwarded"), to: z.string(), search: storedSearch }),
  /** Nobody has the places, or they may not be had. */
  z.object({ status: z.literal("rejected"), reason }),
  /** The places were given back, as `winner` has a claim for the same part. */
  z.object({ status: z.literal("released"), winner: z.string() }),
  /** The places were given back, or were never to be taken. */
  z.object({ status: z.literal("cancelled") }),
]);

/** What became of a part in a region. */
export type Outcome = z.infer<typeof outcome>;

/** What a region recorded for one part of a booking, as the table holds it. */
export const storedClaim = z.intersection(
  z.object({
    customerId: z.string(),
    bookingId: z.string(),
    part: z.string(),
    slots: z.array(z.object({ slotId: z.string(), units: z.number() })),
    /** The region that recorded it and is the only one to change it. */
    region: z.string(),
    correlationId: z.string(),
    /** When it was recorded first, ISO 8601 in UTC. */
    claimedAt: z.string(),
    /** 1, and one more at each change. */
    version: z.number(),
  }),
  outcome,
);

/** What a region recorded for one part of a booking. */
export type Claim = z.infer<typeof storedClaim>;

/** The claims among items of the table. */
export function claimsFrom(items: readonly Item[]): Claim[] {
  return items.map((item) => storedClaim.parse(item));
}

/** The item of a claim that `region` records for the first time. */
export function newClaim(
  request: Omit<ClaimRequest, "search">,
  region: string,
  claimedAt: string,
  became: Outcome,
): Item {
  const { customerId, bookingId, part, correlationId } = request;
  const slots = canonicalSlots(request.slots);
  return itemOf({ customerId, bookingId, part, slots, region, correlationId, claimedAt, version: 1, ...became });
}

/** The item that takes the place of a claim of this region. */
export function changedClaim(claim: Claim, became: Outcome): Item & { readonly version: number } {
  const { customerId, bookingId, part, slots, region, correlationId, claimedAt, version } = claim;
  return itemOf({
    ...{ customerId, bookingId, part, slots, region, correlationId, claimedAt, version: version + 1 },
    ...became,
  });
}

/** The item that says that the customer's key stands for something else, beside the claim for which it stands. */
export function keyReused(request: ClaimRequest, region: string, claimedAt: string): Item {
  const became = { status: "rejected", reason: "idempotency-key-reused" } as const;
  const part = `${request.part}~${payloadOf(request.slots)}`;
  const key = claimKey(request.customerId, requestOf(request.bookingId), part, region);
  return { ...newClaim(request, region, claimedAt, became), ...key };
}

/** Whether a claim only says that the customer's key stands for something else. */
export function saysKeyReused(claim: Claim): boolean {
  return claim.status === "rejected" && claim.reason === "idempotency-key-reused";
}

function itemOf(claim: Claim): Item & { readonly version: number } {
  const { customerId, bookingId, part, region } = claim;
  return { ...claimKey(customerId, requestOf(bookingId), part, region), ...claim };
}

/** Whether a claim is for what is asked: the same part of the same booking, with the same slots. */
export function isFor(
  claim: Claim,
  { bookingId, part, slots }: Pick<ClaimRequest, "bookingId" | "part" | "slots">,
): boolean {
  const wanted = canonicalSlots(slots);
  return (
    claim.bookingId === bookingId &&
    claim.part === part &&
    claim.slots.length === wanted.length &&
    claim.slots.every(({ slotId, units }, index) => slotId === wanted[index]?.slotId && units === wanted[index].units)
  );
}
