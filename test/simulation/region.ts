import type { BookingMessage } from "../../functions/booking/message.ts";
import type { Item } from "../../functions/ledger/store.ts";
import { lease } from "./calls.ts";
import type { Process } from "./process.ts";
import type { Random } from "./scheduler.ts";
import { SimulatedTable } from "./simulated-table.ts";

const maximumReceives = 5;
const batchSize = 10;

/** A message of a queue. */
export interface Message {
  readonly body: BookingMessage;
  /** From when on it may be taken. */
  visibleAt: number;
  /** How often it was taken. */
  receives: number;
}

/** What a region consists of. */
export class Region {
  readonly table = new SimulatedTable();
  readonly processes = new Set<Process>();
  /** What its stream holds that is not settled. */
  readonly stream: Item[] = [];
  /** The latest write of each key that was applied here. */
  readonly applied = new Map<string, number>();
  queue: Message[] = [];
  dead: Message[] = [];
  isUp = true;
  /** How many take messages from the queue now. */
  workers = 0;
  isSettling = false;

  constructor(
    readonly name: string,
    /** What its clock is ahead of the true time, in milliseconds. */
    readonly skew: number,
  ) {}

  /** What a worker is given: some of the visible messages, in any order. What was taken too often becomes a dead letter. */
  take(time: number, random: Random): Message[] {
    const visible = this.queue.filter(({ visibleAt }) => visibleAt <= time);
    const messages = visible.sort(() => random.next() - 0.5).slice(0, random.whole(1, batchSize));
    for (const message of messages) {
      message.receives += 1;
      message.visibleAt = time + lease;
    }
    const dead = messages.filter(({ receives }) => receives > maximumReceives);
    this.dead.push(...dead);
    this.queue = this.queue.filter((message) => !dead.includes(message));
    return messages.filter((message) => !dead.includes(message));
  }

  /** Gives the dead letters back to the queue. */
  redrive(time: number): void {
    this.queue.push(...this.dead.map((message) => ({ ...message, receives: 0, visibleAt: time })));
    this.dead = [];
  }
}
