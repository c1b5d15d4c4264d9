import { setTimeout as delay } from "node:timers/promises";
import type { Replacement } from "./replica.ts";
import { Wakeable } from "./wakeable.ts";
import type { Write } from "./write-ledger.ts";

/** A region's own write on its way to another region. */
export interface Change extends Replacement {
  readonly write: Write;
  /** When the replicator saw it, in milliseconds since the epoch. */
  readonly seenAt: number;
}

interface LinkOptions {
  readonly source: string;
  readonly destination: string;
  /** The lag at this moment, in milliseconds. */
  readonly lag: () => number;
  /** Whether the two regions are cut off from each other at this moment. */
  readonly isCut: () => boolean;
  readonly deliver: (change: Change) => Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Whether it waits for `release` before it delivers anything. @default false */
  readonly held?: boolean;
}

/** How many keys are written to one replica at a time. */
const breadth = 16;
/** How long to wait before a delivery that failed is tried again, in milliseconds. */
const retryMilliseconds = 250;

/** The way of changes from one region to another: in order for each key, after the lag, not while it is cut. */
export class Link {
  readonly source: string;
  readonly destination: string;
  readonly #options: LinkOptions;
  readonly #pending: Change[] = [];
  readonly #wakeable = new Wakeable();
  readonly #done: Promise<void>;
  #held: boolean;
  #stopped = false;

  constructor(options: LinkOptions) {
    this.source = options.source;
    this.destination = options.destination;
    this.#options = options;
    this.#held = options.held ?? false;
    this.#done = this.#run();
  }

  /** Whether everything that was sent has been delivered. */
  get isEmpty(): boolean {
    return this.#pending.length === 0;
  }

  send(change: Change): void {
    this.#pending.push(change);
    if (this.#pending.length === 1) this.wake();
  }

  release(): void {
    this.#held = false;
    this.wake();
  }

  /** To be called when the lag or the cut has changed. */
  wake(): void {
    this.#wakeable.wake();
  }

  /** Drops what is pending, and resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.wake();
    await this.#done;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const changes = this.#due();
      if (changes.length === 0) {
        await this.#wakeable.sleep(this.#millisecondsToNext());
        continue;
      }
      await Promise.all(changes.map((change) => this.#deliver(change)));
      this.#pending.splice(0, changes.length);
    }
  }

  /** The changes at the head of the line that may go now, none of the same key as another. */
  #due(): Change[] {
    if (this.#held || this.#options.isCut()) return [];
    const dueSince = Date.now() - this.#options.lag();
    const keys = new Set<string>();
    const changes: Change[] = [];
    for (const change of this.#pending) {
      if (changes.length === breadth || change.seenAt > dueSince || keys.has(change.keyText)) break;
      keys.add(change.keyText);
      changes.push(change);
    }
    return changes;
  }

  #millisecondsToNext(): number | undefined {
    const [next] = this.#pending;
    if (next === undefined || this.#held || this.#options.isCut()) return undefined;
    return Math.max(1, next.seenAt + this.#options.lag() - Date.now());
  }

  async #deliver(change: Change): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#options.deliver(change);
        return;
      } catch (error) {
        this.#options.onError(error);
        await delay(retryMilliseconds);
      }
    }
  }
}
