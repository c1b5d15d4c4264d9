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
  const call = api.client.POST("/bookings", {
    params: { header: { "Idempotency-Key": key } },
    body: { slots: [...slots] },
  });
  return await rememberedFrom(services, call, slots);
}

/** Remembers a booking that was accepted, and gives its id. */
export async function rememberedFrom(
  { api, session, remembered }: Pick<Services, "api" | "session" | "remembered">,
  call: Parameters<typeof answerOf<{ bookingId: string }>>[0],
  slots: readonly SlotUnits[],
): Promise<string> {
  const { data, response } = await answerOf(call);
  remembered.add({
    bookingId: data.bookingId,
    customerId: session.signedIn?.customerId ?? "",
    region: api.answeredBy(response),
    slots: [...slots],
    requestedAt: new Date().toISOString(),
  });
  return data.bookingId;
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
