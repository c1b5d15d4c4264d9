import type { components } from "../api/generated/types.ts";

type Schemas = components["schemas"];

/** A tour and what it has to sell. */
export interface Tour {
  readonly title: string;
  readonly description: string;
  /** The region that it is offered in, where its slots are born. */
  readonly homeRegion: string;
  /** Places of a slot. */
  readonly capacity: number;
  /** What a place costs, in the smallest unit of the environment's currency. */
  readonly unitPrice: number;
  /** How many slots: one a day from tomorrow on. */
  readonly days: number;
}

/** A tour in the catalogue. */
export interface OfferedTour extends Tour {
  readonly itemId: string;
  /** Its slots, the earliest first. */
  readonly slotIds: readonly string[];
}

/** The tours of the demonstration; the first region offers the three of 1, 10 and 500 places. */
export function demoTours(regions: readonly string[]): Tour[] {
  const [first = "", ...others] = regions;
  return [
    {
      title: "Alfama on foot",
      description: "Three hours through the oldest streets of Lisbon, ten people at most.",
      ...{ homeRegion: first, capacity: 10, unitPrice: 2_500, days: 3 },
    },
    {
      title: "Belém by boat",
      description: "Down the Tagus at sunset, with five hundred others and a band.",
      ...{ homeRegion: first, capacity: 500, unitPrice: 3_900, days: 3 },
    },
    {
      title: "Cabo da Roca by helicopter",
      description: "The westernmost point of the continent, for one.",
      ...{ homeRegion: first, capacity: 1, unitPrice: 89_000, days: 3 },
    },
    ...others.map((homeRegion) => ({
      title: `Harbour of ${homeRegion}`,
      description: `Two hours by ferry, offered in ${homeRegion}.`,
      ...{ homeRegion, capacity: 40, unitPrice: 1_800, days: 3 },
    })),
  ];
}

/**
 * Puts a tour with its slots into the catalogue, as a member of staff does. Again under the same key: nothing.
 *
 * @param place the API of the tour's home region, and the token of a member of staff
 * @param key names the request; the default is the tour's title
 * @throws Error with what the API says, if it refuses
 */
export async function offer(
  tour: Tour,
  place: { readonly api: string; readonly token: string },
  key = encodeURIComponent(tour.title),
): Promise<OfferedTour> {
  const { title, description, capacity, unitPrice, days } = tour;
  const content: Schemas["ItemContent"] = { kind: "tour", title, description };
  const { itemId } = await post<Schemas["Item"]>(place, "/items", content, { "Idempotency-Key": key });
  const offers: Schemas["SlotOffers"] = {
    slots: Array.from({ length: days }, (_, day) => ({ startsAt: morningIn(day + 1), capacity, unitPrice })),
  };
  const { slots } = await post<Schemas["OfferedSlots"]>(place, `/items/${itemId}/slots`, offers);
  return { ...tour, itemId, slotIds: slots.map(({ slotId }) => slotId) };
}

async function post<Answer>(
  { api, token }: { readonly api: string; readonly token: string },
  path: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await fetch(`${api}${path}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`POST ${path} is answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** Nine o'clock UTC, so many days from now. */
function morningIn(days: number): string {
  const time = new Date();
  time.setUTCDate(time.getUTCDate() + days);
  time.setUTCHours(9, 0, 0, 0);
  return time.toISOString();
}
