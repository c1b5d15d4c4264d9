import { methodKey } from "./method-key.ts";
import type { ProxyResponse } from "./proxy-response.ts";

/** Whether and how answers of a method are kept. */
export interface Caching {
  readonly enabled: boolean;
  /** 0 to 3,600; with 0 nothing is kept. */
  readonly ttlSeconds: number;
  /** Reported, no more: what is kept lies in memory. */
  readonly encrypted: boolean;
}

interface Kept {
  readonly response: ProxyResponse;
  readonly bytes: number;
  /** In epoch milliseconds. */
  readonly until: number;
}

/** API Gateway keeps no larger answer: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html */
const largestAnswer = 1_048_576;

/** The smallest of AWS's caches has eight times as much; on this machine all stages share its memory. */
const largestCache = 64 * 1_048_576;

/** Answers that a stage keeps: those of its functions, of whatever status, for methods that are set so. */
export class AnswerCache {
  readonly #clock: () => number;
  readonly #settings = new Map<string, Caching>();
  readonly #kept = new Map<string, Kept>();
  #bytes = 0;

  /** @param clock the time in epoch milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /**
   * Sets whether answers of a method are kept, such as `bookings/GET`, or of every GET that has no settings of its own by
   * `*` + `/*`; undefined takes the settings away.
   */
  set(methodPath: string, caching: Caching | undefined): void {
    const key = methodKey(methodPath);
    if (caching === undefined) this.#settings.delete(key);
    else this.#settings.set(key, caching);
  }

  /** What was set for a method, or undefined. */
  get(methodPath: string): Caching | undefined {
    return this.#settings.get(methodKey(methodPath));
  }

  /** Seconds that answers of a method are kept, or undefined if they are not. */
  ttlOf(path: string, method: string): number | undefined {
    const caching = this.get(`${path}/${method}`) ?? (method === "GET" ? this.get("*/*") : undefined);
    return caching?.enabled === true && caching.ttlSeconds > 0 ? caching.ttlSeconds : undefined;
  }

  /** The answer that is kept under a key, unless it is too old. */
  find(key: string): ProxyResponse | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined || kept.until > this.#clock()) return kept?.response;
    this.#drop(key, kept);
    return undefined;
  }

  /** Keeps an answer, unless it is too large; the oldest go for it. */
  keep(key: string, response: ProxyResponse, ttlSeconds: number): void {
    const bytes = Buffer.byteLength(response.body);
    if (bytes > largestAnswer) return;
    const before = this.#kept.get(key);
    if (before !== undefined) this.#drop(key, before);
    this.#kept.set(key, { response, bytes, until: this.#clock() + ttlSeconds * 1000 });
    this.#bytes += bytes;
    for (const [oldest, kept] of this.#kept) {
      if (this.#bytes <= largestCache && kept.until > this.#clock()) break;
      this.#drop(oldest, kept);
    }
  }

  /** Forgets every answer. */
  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #drop(key: string, { bytes }: Kept): void {
    this.#kept.delete(key);
    this.#bytes -= bytes;
  }
}
