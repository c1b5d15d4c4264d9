import * as z from "zod/mini";
import { canonicalSlots, isBookingId } from "../ledger/booking-id.ts";
import { storedSearch } from "../ledger/claim.ts";
import type { ClaimRequest } from "../ledger/claim.ts";
import { identifierPattern } from "../ledger/keys.ts";

/** The largest number of slots in one booking. DynamoDB takes 100 actions in a transaction. */
export const maximumSlots = 25;

/** The largest number of units of one slot in one booking. */
export const maximumUnits = 1_000;

// A rule's text is what a client is told that breaks it.
const idRule = "letters-digits-hyphens-at-most-64";
const unitsRule = `integer-from-1-to-${maximumUnits}`;
const slotsRule = `from-1-to-${maximumSlots}-slots`;

const slotUnits = z.strictObject(
  {
    slotId: z.string(idRule).check(z.regex(identifierPattern, idRule)),
    units: z.number(unitsRule).check(z.int(unitsRule), z.gte(1, unitsRule), z.lte(maximumUnits, unitsRule)),
  },
  "object",
);

/** The slots of one booking, save the rule that none is there twice. */
export const bookedSlots = z
  .array(slotUnits, slotsRule)
  .check(z.minLength(1, slotsRule), z.maxLength(maximumSlots, slotsRule));

const common = {
  version: z.literal(1),
  customerId: z.string().check(z.minLength(1)),
  bookingId: z.string().check(z.refine(isBookingId, "32 lowercase hexadecimal digits")),
  /** When the API accepted it, or a region forwarded it; ISO 8601 in UTC. */
  acceptedAt: z.iso.datetime(),
};

/** What *accept* and *settle* put on the queue and *claim* takes from it, version 1. */
export const bookingMessage = z.discriminatedUnion("kind", [
  z.strictObject({
    ...common,
    /** Claims a part of a booking. */
    kind: z.literal("claim"),
    part: z.string().check(z.regex(/^(0|[0-9a-f]{16})$/)),
    slots: bookedSlots.check(
      z.refine((slots) => new Set(slots.map((slot) => slot.slotId)).size === slots.length, "slot-listed-once"),
    ),
    /** How it came here, if another region has forwarded it. */
    search: z.optional(storedSearch),
  }),
  z.strictObject({
    ...common,
    /** Ends a booking with all its parts. */
    kind: z.literal("cancel"),
  }),
]);

/** What *accept* and *settle* put on the queue and *claim* takes from it. */
export type BookingMessage = z.infer<typeof bookingMessage>;

/** The message that asks for a part of a booking. */
export function claimMessage(request: Omit<ClaimRequest, "correlationId">, acceptedAt: Date): BookingMessage {
  const { customerId, bookingId, part, slots, search } = request;
  const asked = { customerId, bookingId, part, slots: canonicalSlots(slots), ...(search && { search }) };
  return { version: 1, kind: "claim", ...asked, acceptedAt: acceptedAt.toISOString() };
}

/** The message attribute that carries the correlation id. */
export const correlationAttribute = "correlationId";
