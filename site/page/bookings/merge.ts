import type { components } from "../../../api/generated/types.ts";
import type { RememberedBooking } from "./remembered.ts";

type Booking = components["schemas"]["Booking"];

/** What a region tells of a customer's bookings, and those that this device has asked for and the region has not heard of. */
export function merged(told: readonly Booking[], remembered: readonly RememberedBooking[]): Booking[] {
  const known = new Set(told.map(({ bookingId }) => bookingId));
  const unheard = remembered
    .filter(({ bookingId }) => !known.has(bookingId))
    .map(({ bookingId, slots, requestedAt }): Booking => ({ bookingId, status: "pending", slots, requestedAt }));
  return [...unheard, ...told].sort((left, right) => (right.requestedAt ?? "").localeCompare(left.requestedAt ?? ""));
}

/** What somebody has of a booking now: its slots and those of its confirmed prolongations, units of the same slot together. */
export function placesOf({ slots = [], prolongations = [] }: Booking): { slotId: string; units: number }[] {
  const units = new Map<string, number>();
  const confirmed = prolongations
    .filter(({ status }) => status === "confirmed")
    .flatMap(({ slots: more = [] }) => more);
  for (const slot of [...slots, ...confirmed]) units.set(slot.slotId, (units.get(slot.slotId) ?? 0) + slot.units);
  return [...units].map(([slotId, count]) => ({ slotId, units: count }));
}
