import type { RegionalResponse } from "./failover.ts";

/** How throttled requests are repeated. */
export interface Patience {
  /** How often at most. */
  readonly retries: number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** Told how many seconds it waits before it asks again, and 0 when it no longer waits. */
  readonly waiting: (seconds: number) => void;
}

/**
 * Repeats what was throttled (429), which it may, as nothing was done: after as long as `Retry-After` says, and twice that each
 * time. The answer is the last one.
 */
export async function patiently(
  send: () => Promise<RegionalResponse>,
  { retries, sleep, waiting }: Patience,
): Promise<RegionalResponse> {
  let answer = await send();
  try {
    for (let retry = 0; retry < retries && answer.response.status === 429; retry++) {
      const seconds = retryAfter(answer.response) * 2 ** retry;
      waiting(seconds);
      await sleep(1000 * seconds);
      answer = await send();
    }
  } finally {
    waiting(0);
  }
  return answer;
}

/** Seconds; 1 if the answer does not say. */
function retryAfter({ headers }: Response): number {
  const seconds = Number(headers.get("Retry-After") ?? 1);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : 1;
}
