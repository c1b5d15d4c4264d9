import type { Item } from "../../functions/ledger/store.ts";
import type { Random, Scheduler } from "./scheduler.ts";

/** An item on its way to another region; the sequence says which of two writes is the later one. */
export interface Delivery {
  readonly from: string;
  readonly to: string;
  readonly item: Item;
  readonly sequence: number;
}

/** What replication goes over: it takes its time, in no order, and holds what cannot pass. */
export class Network {
  /** How long a delivery takes, in milliseconds at most. */
  lag = 1_000;
  readonly #cuts = new Set<string>();
  #held: Delivery[] = [];

  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
    private readonly ends: {
      readonly isUp: (region: string) => boolean;
      readonly arrive: (delivery: Delivery) => void;
    },
  ) {}

  send(delivery: Delivery): void {
    this.scheduler.after(this.random.between(10, this.lag), () => {
      const { from, to } = delivery;
      if (this.#cuts.has(linkName(from, to)) || !this.ends.isUp(to) || !this.ends.isUp(from)) this.#held.push(delivery);
      else this.ends.arrive(delivery);
    });
  }

  cut(one: string, other: string): void {
    this.#cuts.add(linkName(one, other));
  }

  heal(one: string, other: string): void {
    this.#cuts.delete(linkName(one, other));
    this.release();
  }

  /** Ends all cuts; what was held is let go when a region is started, or by `release`. */
  healAll(): void {
    this.#cuts.clear();
  }

  /** Sends what was held once more. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const delivery of held) this.send(delivery);
  }
}

function linkName(one: string, other: string): string {
  return [one, other].sort().join(" ");
}
