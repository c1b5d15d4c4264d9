import { randomBytes } from "node:crypto";

/** What is given out of one kind, such as codes: each behind 256 random bits, and for a time. */
export class Grants<Grant> {
  readonly #clock: () => number;
  readonly #given = new Map<string, { grant: Grant; until: number }>();

  /** @param clock the time in epoch milliseconds */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** Gives the secret by which it is found. */
  give(grant: Grant, lifetimeSeconds: number): string {
    const now = this.#clock();
    for (const [secret, { until }] of this.#given) if (until <= now) this.#given.delete(secret);
    const secret = randomBytes(32).toString("base64url");
    this.#given.set(secret, { grant, until: now + 1000 * lifetimeSeconds });
    return secret;
  }

  /** What was given, or undefined if it was not, is too old or was taken back. */
  find(secret: string): Grant | undefined {
    const found = this.#given.get(secret);
    return found !== undefined && this.#clock() < found.until ? found.grant : undefined;
  }

  /** What was given, which nobody finds again. */
  takeBack(secret: string): Grant | undefined {
    const grant = this.find(secret);
    this.#given.delete(secret);
    return grant;
  }
}
