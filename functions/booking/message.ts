import * as z from "zod/mini";
import { isBookingId } from "../ledger/booking-id.ts";
import { identifierPattern } from "../ledger/keys.ts";

/** The largest number of slots in one booking. DynamoDB takes 100 actions in a transaction, and later parts add to them. */
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

/** What *accept* puts on the queue and *claim* takes from it, version 1. */
export const bookingMessage = z.strictObject({
  version: z.literal(1),
  bookingId: z.string().check(z.refine(isBookingId, "32 lowercase hexadecimal digits")),
  customerId: z.string().check(z.minLength(1)),
  part: z.string().check(z.regex(/^[0-9]+$/)),
  slots: bookedSlots.check(
    z.refine((slots) => new Set(slots.map((slot) => slot.slotId)).size === slots.length, "slot-listed-once"),
  ),
  /** When the API accepted it, ISO 8601 in UTC. */
  acceptedAt: z.iso.datetime(),
});

/** What *accept* puts on the queue and *claim* takes from it. */
export type BookingMessage = z.infer<typeof bookingMessage>;

/** The message attribute that carries the correlation id. */
export const correlationAttribute = "correlationId";
