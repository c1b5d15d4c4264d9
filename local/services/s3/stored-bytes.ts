import { AwsError } from "../../endpoint/aws-error.ts";

/** How much memory a region's objects take, and the parts of uploads that are under way. */
export class StoredBytes {
  readonly #limit: number;
  readonly #sizes = new Map<string, number>();
  #total = 0;

  /** @param limit in bytes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @throws AwsError InsufficientStorage if this would be more than the region may hold */
  check(name: string, bytes: number): void {
    const after = this.#total - this.of(name) + bytes;
    if (after <= this.#limit) return;
    throw new AwsError(
      "InsufficientStorage",
      `this region keeps its objects in memory, ${this.#limit} bytes at most, and would hold ${after}: delete some`,
      507,
    );
  }

  of(name: string): number {
    return this.#sizes.get(name) ?? 0;
  }

  set(name: string, bytes: number): void {
    this.#total += bytes - this.of(name);
    this.#sizes.set(name, bytes);
  }

  /** Does nothing if nothing has that name. */
  delete(name: string): void {
    this.#total -= this.of(name);
    this.#sizes.delete(name);
  }

  /** Removes all whose name begins so, and gives their sum. */
  deleteAll(prefix: string): number {
    const before = this.#total;
    for (const name of [...this.#sizes.keys()]) if (name.startsWith(prefix)) this.delete(name);
    return before - this.#total;
  }
}
