import { useEffect, useState } from "preact/hooks";
import { useServices } from "../app/services.ts";
import { after } from "../app/sleep.ts";
import { follow, isSettled, type Sighting } from "./follow.ts";

/** Whether a booking has what was asked for. */
export type Expectation = (booking: Sighting["booking"]) => boolean;

/** What is known of a booking at the moment. */
interface Known {
  readonly sighting?: Sighting;
  /** Why it could not be read the last time; undefined if it could. */
  readonly error?: unknown;
}

/**
 * Follows a booking while a component is shown, until it is settled.
 *
 * @returns what is known of it, and a way to follow it again after a change
 */
export function useBooking(bookingId: string): Known & { readonly again: (has?: Expectation) => void } {
  const { api, remembered } = useServices();
  const [known, setKnown] = useState<Known>({});
  const [round, setRound] = useState<{ has?: Expectation }>({});
  useEffect(() => {
    const leaving = new AbortController();
    const takenBy = remembered.find(bookingId)?.region;
    const options = {
      ...round,
      api,
      takenBy,
      signal: leaving.signal,
      sleep: (time: number) => after(time, leaving.signal),
    };
    void follow(bookingId, options, (told) => {
      if (leaving.signal.aborted) return;
      if (!("booking" in told)) {
        setKnown((before) => ({ ...before, error: told.error }));
        return;
      }
      if (isSettled(told.booking)) remembered.forget(bookingId);
      setKnown({ sighting: told });
    });
    return () => {
      leaving.abort();
    };
  }, [bookingId, round]);
  return {
    ...known,
    again: (has) => {
      setRound({ has });
    },
  };
}
