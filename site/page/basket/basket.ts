import { type Api, answerOf, dataOf } from "../api/api.ts";
import type { Basket } from "../api/schemas.ts";
import type { Services } from "../app/services.ts";
import { remember } from "../bookings/book.ts";

type Needed = Pick<Services, "api" | "basketUnits" | "announcement">;

/** The basket. */
export async function readBasket({ api, basketUnits }: Needed, signal?: AbortSignal): Promise<Basket> {
  const basket = await dataOf(api.client.GET("/basket", { signal }));
  basketUnits.value = unitsIn(basket);
  return basket;
}

/** Puts so many places more of a slot into the basket. */
export async function addToBasket(services: Needed, slotId: string, units: number): Promise<void> {
  const { lines } = await readBasket(services);
  const before = lines.find((line) => line.slotId === slotId)?.units ?? 0;
  await setUnits(services, slotId, Math.min(before + units, 1000));
  services.announcement.value = "In your basket.";
}

/** Sets how many places of a slot are in the basket; 0 takes it out. */
export async function setUnits({ api, basketUnits }: Needed, slotId: string, units: number): Promise<Basket> {
  const basket = await dataOf(put(api, slotId, units));
  basketUnits.value = unitsIn(basket);
  return basket;
}

/**
 * Books what is in the basket, all of it or nothing.
 *
 * @param key the same for the same basket
 * @returns the booking's id
 */
export async function checkOut(services: Services, key: string): Promise<string> {
  const { api, basketUnits } = services;
  const { data, response } = await answerOf(
    api.client.POST("/basket/checkout", { params: { header: { "Idempotency-Key": key } } }),
  );
  remember(services, { bookingId: data.bookingId, region: api.answeredBy(response), slots: data.lines });
  basketUnits.value = 0;
  return data.bookingId;
}

function put(api: Api, slotId: string, units: number) {
  const params = { path: { slotId } };
  return units === 0
    ? api.client.DELETE("/basket/slots/{slotId}", { params })
    : api.client.PUT("/basket/slots/{slotId}", { params, body: { units } });
}

function unitsIn({ lines }: Basket): number {
  return lines.reduce((sum, { units }) => sum + units, 0);
}
