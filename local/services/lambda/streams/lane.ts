import { Wakeable } from "../../dynamodb/wakeable.ts";
import type { Entry } from "./delivery.ts";

interface LaneOptions {
  /** Records a batch, at most. */
  readonly batchSize: number;
  /** Seconds to wait for a batch to fill. */
  readonly batchingWindow: number;
  /** Brings a batch to the function; the next one waits for it. Never rejects. */
  readonly deliver: (entries: readonly Entry[]) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Records that go to the function one batch after the other, in order. */
export class Lane {
  readonly done: Promise<void>;
  readonly #options: LaneOptions;
  readonly #waiting: Entry[] = [];
  readonly #wakeable = new Wakeable();
  readonly #room = new Wakeable();

  constructor(options: LaneOptions) {
    this.#options = options;
    this.done = this.#run();
    options.signal.addEventListener("abort", () => {
      this.#wakeable.wake();
      this.#room.wake();
    });
  }

  add(entry: Entry): void {
    this.#waiting.push(entry);
    this.#wakeable.wake();
  }

  /** Resolves when not much more than a batch waits, or the signal is aborted. */
  async hasRoom(): Promise<void> {
    while (this.#waiting.length >= this.#options.batchSize && !this.#isStopped()) await this.#room.sleep();
  }

  async #run(): Promise<void> {
    const { batchSize, batchingWindow, deliver } = this.#options;
    while (!this.#isStopped()) {
      if (this.#waiting.length === 0) {
        await this.#wakeable.sleep();
        continue;
      }
      await this.#fill(performance.now() + 1000 * batchingWindow);
      if (this.#isStopped()) return;
      const batch = this.#waiting.splice(0, batchSize);
      this.#room.wake();
      await deliver(batch);
    }
  }

  async #fill(end: number): Promise<void> {
    while (this.#waiting.length < this.#options.batchSize && !this.#isStopped()) {
      const left = end - performance.now();
      if (left <= 0) return;
      await this.#wakeable.sleep(left);
    }
  }

  #isStopped(): boolean {
    return this.#options.signal.aborted;
  }
}
