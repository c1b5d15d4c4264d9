import { Contended } from "../../functions/ledger/store.ts";
import type { Process } from "./process.ts";
import type { Random, Scheduler } from "./scheduler.ts";

/** How often what goes wrong, as the probability at each call of a store or a queue. */
export interface Faults {
  /** The caller dies, before or after what it has asked for is done. */
  readonly crash: number;
  /** It is done, and the caller is told nothing but an error. */
  readonly lostReply: number;
  /** It is not done, as others were at the same items or the table takes no more. */
  readonly contention: number;
  /** The caller sleeps until its message has been given to somebody else. */
  readonly sleep: number;
}

/** A message is given to somebody else if it was not settled in that time, in milliseconds. */
export const lease = 30_000;

/** What went wrong on purpose. */
export class Fault extends Error {}

const noFaults: Faults = { crash: 0, lostReply: 0, contention: 0, sleep: 0 };

/** The calls of functions over the network, and what goes wrong with them. */
export class Calls {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly random: Random,
    private faults: Faults,
  ) {}

  /** From now on nothing goes wrong. */
  recover(): void {
    this.faults = noFaults;
  }

  /** A call: it takes time before and after, and may fail at both. */
  async call<Result>(process: Process, effect: () => Result): Promise<Result> {
    const { crash, lostReply, sleep } = this.faults;
    const isAsleep = this.random.chance(sleep);
    await this.pause(process, isAsleep ? this.random.between(lease, 3 * lease) : this.random.between(1, 20));
    if (this.random.chance(crash)) await die(process);
    const result = effect();
    await this.pause(process, this.random.between(1, 20));
    if (this.random.chance(crash)) await die(process);
    if (this.random.chance(lostReply)) throw new Fault("the reply was lost");
    return result;
  }

  /** @throws Contended now and then */
  contend(): void {
    if (!this.random.chance(this.faults.contention)) return;
    throw new Contended(this.random.chance(0.5) ? "conflict" : "throttled");
  }

  /** Whether a queue hands over a message once more, as a standard queue may. */
  isRepeated(): boolean {
    return this.random.chance(this.faults.lostReply);
  }

  /** Waits; for ever if the process is dead by then. */
  async pause(process: Process, time: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.scheduler.after(time, () => {
        if (process.isAlive) resolve();
      });
    });
  }
}

async function die(process: Process): Promise<never> {
  process.kill();
  return await process.killed;
}
