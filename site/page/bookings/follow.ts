import type { components } from "../../../api/generated/types.ts";
import { type Api, answerOf } from "../api/api.ts";

type Booking = components["schemas"]["Booking"];

/** A booking as a region knows it. */
export interface Sighting {
  readonly booking: Booking;
  /** The region that told. */
  readonly region: string;
}

/** What following a booking needs. */
interface FollowOptions {
  readonly api: Api;
  /** The region that took the request, asked first. */
  readonly takenBy: string | undefined;
  readonly signal: AbortSignal;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /**
   * Whether a booking has what was asked for, besides that nothing of it is pending: a region may tell of it as it was before.
   *
   * @default nothing more was asked for
   */
  readonly has?: (booking: Booking) => boolean;
}

/** How long a region may wait with its answer, in seconds: less than it has to answer at all. */
const waitSeconds = 4;
const [shortestPause, longestPause] = [250, 4000];

/** Reads a booking again and again until it is settled, and tells every time; failures too, and then goes on. */
export async function follow(
  bookingId: string,
  { api, takenBy, signal, sleep, has = () => true }: FollowOptions,
  tell: (sighting: Sighting | { readonly error: unknown }) => void,
): Promise<void> {
  const isLeft = (): boolean => signal.aborted; // which changes while something is awaited
  for (let pause = shortestPause; !isLeft(); pause = Math.min(2 * pause, longestPause)) {
    try {
      const sighting = await read(bookingId, { api, takenBy, signal });
      tell(sighting);
      if (isSettled(sighting.booking) && has(sighting.booking)) return;
    } catch (error) {
      if (isLeft()) return;
      tell({ error });
    }
    await sleep(pause);
  }
}

/** Whether nothing of a booking is pending. */
export function isSettled({ status, prolongations = [] }: Booking): boolean {
  return [status, ...prolongations.map((part) => part.status)].every((each) => each !== "pending");
}

async function read(
  bookingId: string,
  { api, takenBy, signal }: Pick<FollowOptions, "api" | "takenBy" | "signal">,
): Promise<Sighting> {
  const { data: booking, response } = await answerOf(
    api.client.GET("/bookings/{bookingId}", {
      params: { path: { bookingId }, query: { waitSeconds } },
      fetch: api.routed({ first: takenBy }),
      signal,
    }),
  );
  return { booking, region: api.answeredBy(response) };
}
