import { createHash } from "node:crypto";

/** Units of one slot. */
export interface SlotUnits {
  readonly slotId: string;
  /** A whole number, at least 1. */
  readonly units: number;
}

/** What a booking's id is made of. */
export interface BookingRequest {
  readonly customerId: string;
  readonly idempotencyKey: string;
  /** In any order; no slot twice. */
  readonly slots: readonly SlotUnits[];
}

const requestLength = 16;
const payloadLength = 8;
const ownerLength = 8;
const bookingIdPattern = new RegExp(`^[0-9a-f]{${requestLength + payloadLength + ownerLength}}$`);

/**
 * The id of a booking, 32 lowercase hexadecimal digits, which every region derives alike: `request` (customer and key),
 * `payload` (the request and its slots), `owner` (the customer and all before). So a retry anywhere is the same booking, the
 * same key with other slots shares the `request` only, and `owner` tells a customer's own id with nothing stored yet.
 */
export function bookingIdOf({ customerId, idempotencyKey, slots }: BookingRequest): string {
  const request = digest(["request", customerId, idempotencyKey], requestLength);
  const payload = digest(
    ["payload", request, canonicalSlots(slots).map((slot) => [slot.slotId, slot.units])],
    payloadLength,
  );
  return `${request}${payload}${ownerOf(customerId, `${request}${payload}`)}`;
}

/** The part of a booking's id that says whose request it is and under which key, whatever its slots. */
export function requestOf(bookingId: string): string {
  return bookingId.slice(0, requestLength);
}

/** What tells one list of slots from another, whatever their order: 8 hexadecimal digits. */
export function payloadOf(slots: readonly SlotUnits[]): string {
  return digest(["slots", canonicalSlots(slots).map((slot) => [slot.slotId, slot.units])], payloadLength);
}

/** The name of the part that a prolongation of a booking adds: 16 hexadecimal digits, which every region derives alike. */
export function prolongationPart(bookingId: string, idempotencyKey: string): string {
  return digest(["prolongation", bookingId, idempotencyKey], requestLength);
}

/** Whether `bookingId` is an id that this customer can have been given: not malformed, foreign or invented. */
export function belongsTo(bookingId: string, customerId: string): boolean {
  if (!isBookingId(bookingId)) return false;
  const derived = bookingId.slice(0, requestLength + payloadLength);
  return bookingId === `${derived}${ownerOf(customerId, derived)}`;
}

/** Whether `text` has the form of a booking's id. */
export function isBookingId(text: string): boolean {
  return bookingIdPattern.test(text);
}

/** The slots in the one order that ids and transactions know: by the code units of their ids. */
export function canonicalSlots(slots: readonly SlotUnits[]): SlotUnits[] {
  return slots
    .map(({ slotId, units }) => ({ slotId, units }))
    .sort((left, right) => (left.slotId < right.slotId ? -1 : left.slotId > right.slotId ? 1 : 0));
}

function ownerOf(customerId: string, derived: string): string {
  return digest(["owner", customerId, derived], ownerLength);
}

/** JSON keeps the borders between the values, so that no two lists of them are hashed alike. */
function digest(values: readonly unknown[], length: number): string {
  return createHash("sha256").update(JSON.stringify(values)).digest("hex").slice(0, length);
}
