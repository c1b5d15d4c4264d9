import { setImmediate } from "node:timers/promises";

/** Random numbers that a seed decides: mulberry32. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, but not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** A whole number, both ends included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }
}

interface Event {
  readonly time: number;
  readonly order: number;
  readonly happen: () => void;
}

/** Time that passes only from one event to the next, in milliseconds. */
export class Scheduler {
  time = 0;
  #order = 0;
  readonly #heap: Event[] = [];

  /** Lets something happen later; of several at one time, what was asked for first comes first. */
  after(delay: number, happen: () => void): void {
    const event = { time: this.time + delay, order: (this.#order += 1), happen };
    let index = this.#heap.push(event) - 1;
    for (let parent = (index - 1) >> 1; index > 0 && this.#before(index, parent); parent = (index - 1) >> 1) {
      this.#swap(index, parent);
      index = parent;
    }
  }

  /**
   * Runs until nothing is left to happen.
   *
   * @throws Error if that takes more than `limit` events
   */
  async run(limit: number): Promise<void> {
    for (let count = 0; ; count += 1) {
      const event = this.#take();
      if (event === undefined) return;
      if (count >= limit) throw new Endless(`${limit} events have happened and more are to come`);
      this.time = event.time;
      event.happen();
      await setImmediate(); // all that follows from it without waiting has happened then
    }
  }

  #take(): Event | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (first === undefined || last === undefined || first === last) return first;
    this.#heap[0] = last;
    for (let index = 0; ;) {
      const least = [2 * index + 1, 2 * index + 2].reduce(
        (best, child) => (child < this.#heap.length && this.#before(child, best) ? child : best),
        index,
      );
      if (least === index) return first;
      this.#swap(index, least);
      index = least;
    }
  }

  #before(left: number, right: number): boolean {
    const [one, other] = [this.#heap[left], this.#heap[right]];
    if (one === undefined || other === undefined) return false;
    return one.time < other.time || (one.time === other.time && one.order < other.order);
  }

  #swap(left: number, right: number): void {
    const [one, other] = [this.#heap[left], this.#heap[right]];
    if (one === undefined || other === undefined) return;
    this.#heap[left] = other;
    this.#heap[right] = one;
  }
}

/** A schedule that does not come to rest. */
export class Endless extends Error {
  override readonly name = "Endless";
}
