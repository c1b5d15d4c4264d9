import { setTimeout } from "node:timers/promises";

/** How often and how long to wait; tests give their own `sleep` and `random`. */
export interface Backoff {
  /** How often the work is tried in all, at least 1. Default 6. */
  readonly tries?: number;
  /** The longest first wait, in milliseconds; each later one may be twice as long. Default 20. */
  readonly baseMilliseconds?: number;
  /** The longest wait at all, in milliseconds. Default 1,000. */
  readonly capMilliseconds?: number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** A number from 0 up to, but not including, 1. */
  readonly random?: () => number;
}

/**
 * Does `work` until it succeeds, waiting in between with full jitter (a random time up to the bound), which is what spreads
 * contenders best: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/.
 *
 * @throws whatever `work` throws that is not `retryable`, and what it throws at the last try.
 */
export async function withBackoff<Result>(
  work: () => Promise<Result>,
  retryable: (error: unknown) => boolean,
  { tries = 6, baseMilliseconds = 20, capMilliseconds = 1_000, sleep = pause, random = Math.random }: Backoff = {},
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= tries || !retryable(error)) throw error;
      await sleep(random() * Math.min(capMilliseconds, baseMilliseconds * 2 ** (attempt - 1)));
    }
  }
}

async function pause(milliseconds: number): Promise<void> {
  await setTimeout(milliseconds);
}
