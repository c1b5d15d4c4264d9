import { type Api, answerOf } from "../api/api.ts";
import type { Services } from "../app/services.ts";

interface SlotUnits {
  readonly slotId: string;
  readonly units: number;
}

/**
 * Asks for places, in whichever region answers, and remembers that until it is settled.
 *
 * @param key the same for the same wish, however often it is asked for
 * @returns the booking's id
 * @throws ApiProblem, NoRegionAnswers
 */
export async function book(services: Services, slots: readonly SlotUnits[], key: string): Promise<string> {
  const { api } = services;
  const params = { header: { "Idempotency-Key": key } };
  const { data, response } = await answerOf(api.client.POST("/bookings", { params, body: { slots: [...slots] } }));
  remember(services, { bookingId: data.bookingId, region: api.answeredBy(response), slots });
  return data.bookingId;
}

/** Remembers a booking that a region has accepted. */
export function remember(
  { session, remembered }: Pick<Services, "session" | "remembered">,
  { bookingId, region, slots }: { bookingId: string; region: string; slots: readonly SlotUnits[] },
): void {
  const customerId = session.signedIn?.customerId ?? "";
  const units = slots.map(({ slotId, units: count }) => ({ slotId, units: count }));
  remembered.add({ bookingId, customerId, region, slots: units, requestedAt: new Date().toISOString() });
}

/** A booking, and the region that has told of it last, which knows that it is confirmed. */
export interface KnownBooking {
  readonly bookingId: string;
  readonly region: string;
}

/** Asks for more places for a booking. */
export async function prolong(
  api: Api,
  { bookingId, region }: KnownBooking,
  { slots, key }: { slots: readonly SlotUnits[]; key: string },
): Promise<void> {
  await answerOf(
    api.client.POST("/bookings/{bookingId}/prolong", {
      params: { path: { bookingId }, header: { "Idempotency-Key": key } },
      body: { slots: [...slots] },
      fetch: api.routed({ first: region }),
    }),
  );
}

/** Gives back all places of a booking. */
export async function cancel(api: Api, { bookingId, region }: KnownBooking): Promise<void> {
  const fetch = api.routed({ first: region });
  await answerOf(api.client.DELETE("/bookings/{bookingId}", { params: { path: { bookingId } }, fetch }));
}
