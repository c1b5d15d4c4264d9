import { TokenBucket } from "limiter";
import { methodKey } from "./method-key.ts";

/** A rate with a burst. */
export interface Limit {
  /** Requests a second, in the long run; infinite for no limit but the account's. */
  readonly rate: number;
  /** Requests at once; likewise. */
  readonly burst: number;
}

/** What API Gateway gives an account in a region: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const accountLimit: Limit = { rate: 10_000, burst: 5000 };

/** A token bucket that starts full and runs by a clock in milliseconds. */
export class Bucket extends TokenBucket {
  readonly #clock: () => number;

  /** @param parent a bucket that must have a token too, or none is taken from either */
  constructor({ rate, burst }: Limit, clock: () => number, parent?: TokenBucket) {
    super({ bucketSize: burst, tokensPerInterval: rate, interval: "second", parentBucket: parent });
    this.#clock = clock;
    this.content = burst;
    this.lastDrip = clock();
  }

  /** Adds the tokens that have come since the last time. */
  override drip(): boolean {
    const now = this.#clock();
    const before = this.content;
    const come = Math.max(0, now - this.lastDrip) * (this.tokensPerInterval / this.interval);
    this.content = Math.min(this.bucketSize, before + come);
    this.lastDrip = now;
    return this.content > before;
  }
}

/** The throttles of a stage: each method has a bucket of its own, and all share the account's. */
export class Throttles {
  readonly #clock: () => number;
  readonly #account: TokenBucket;
  readonly #limits = new Map<string, Limit>();
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(account: TokenBucket, clock: () => number) {
    this.#account = account;
    this.#clock = clock;
  }

  /**
   * Sets the limit of a method, such as `bookings/POST`, or of all that have none of their own by `*` + `/*`; undefined
   * takes it away. Buckets start anew.
   */
  set(methodPath: string, limit: Limit | undefined): void {
    if (limit === undefined) this.#limits.delete(methodKey(methodPath));
    else this.#limits.set(methodKey(methodPath), limit);
    this.#buckets.clear();
  }

  /** The limit that was set, or undefined. */
  get(methodPath: string): Limit | undefined {
    return this.#limits.get(methodKey(methodPath));
  }

  /** Takes a token for a request, from every level or none; false if a level has none left. */
  take(methodPath: string): boolean {
    const key = methodKey(methodPath);
    const limit = this.#limits.get(key) ?? this.#limits.get("*/*");
    if (limit === undefined || limit.rate === Infinity || limit.burst === Infinity) {
      return this.#account.tryRemoveTokens(1);
    }
    if (limit.burst < 1) return false; // to limiter, a bucket of size 0 has no limit
    const bucket = this.#buckets.get(key) ?? new Bucket(limit, this.#clock, this.#account);
    this.#buckets.set(key, bucket);
    return bucket.tryRemoveTokens(1);
  }
}
