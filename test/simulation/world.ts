import {
  acceptBooking,
  acceptCancellation,
  acceptProlongation,
} from "../../functions/booking/accept/accept-booking.ts";
import type { Accepted, AcceptRequest, Dependencies } from "../../functions/booking/accept/accept-booking.ts";
import type { BookingMessage } from "../../functions/booking/message.ts";
import { settleMessages } from "../../functions/booking/settle-messages.ts";
import type { ClaimRequest } from "../../functions/ledger/claim.ts";
import { partState } from "../../functions/ledger/resolve.ts";
import { Contended } from "../../functions/ledger/store.ts";
import type { Action, Item, Store } from "../../functions/ledger/store.ts";
import { rebalanceAll, settle } from "../../functions/operations/settle.ts";
import { beat, claimsOf } from "../../functions/operations/site.ts";
import type { Site } from "../../functions/operations/site.ts";
import { discrepancy } from "../history/books.ts";
import type { Observation } from "../history/history.ts";
import { Process } from "./process.ts";
import { Random, Scheduler } from "./scheduler.ts";
import { SimulatedTable } from "./simulated-table.ts";

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

/** A system that differs from the real one: what a negative control breaks. */
export interface Variation {
  /** What the functions of a region see in the place of its table. */
  readonly store?: (store: Store, region: string) => Store;
  /** Which items that arrive from other regions a region takes notice of. */
  readonly notices?: (item: Item, region: string) => boolean;
}

interface Message {
  readonly body: BookingMessage;
  visibleAt: number;
  receives: number;
}

interface Region {
  readonly name: string;
  readonly table: SimulatedTable;
  /** What its clock is ahead of the true time, in milliseconds. */
  readonly skew: number;
  readonly processes: Set<Process>;
  readonly stream: Item[];
  readonly applied: Map<string, number>;
  queue: Message[];
  dead: Message[];
  isUp: boolean;
  workers: number;
  isSettling: boolean;
}

interface Delivery {
  readonly from: string;
  readonly to: string;
  readonly item: Item;
  readonly sequence: number;
}

const noFaults: Faults = { crash: 0, lostReply: 0, contention: 0, sleep: 0 };
/** A message is given to somebody else if it was not settled in that time, in milliseconds. */
const lease = 30_000;
const maximumReceives = 5;
const batchSize = 10;
const workersPerRegion = 2;

/** What went wrong on purpose. */
class Fault extends Error {}

/** Regions with their tables, queues, streams, workers and the network between them, under one scheduler. */
export class World {
  readonly scheduler = new Scheduler();
  readonly random: Random;
  readonly conflicts: { key: string; regions: string[] }[] = [];
  readonly observations: Observation[] = [];
  /** The first time that a slot's units did not add up. */
  discrepancy: string | undefined;
  /** How long replication takes, in milliseconds at most. */
  lag = 1_000;
  #faults: Faults;
  #sequence = 0;
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #writers = new Map<string, string>();
  readonly #cuts = new Set<string>();
  #held: Delivery[] = [];
  readonly #capacities = new Map<string, number>();
  readonly #books = new Map<string, Map<string, Item>>();

  constructor(
    readonly names: readonly string[],
    options: { seed: number; faults: Faults; skews: readonly number[]; variation?: Variation },
  ) {
    this.random = new Random(options.seed);
    this.#faults = options.faults;
    this.variation = options.variation ?? {};
    this.#regions = new Map(names.map((name, index) => [name, regionOf(name, options.skews[index] ?? 0)]));
  }

  private readonly variation: Variation;

  get tables(): Record<string, Item[]> {
    return Object.fromEntries([...this.#regions].map(([name, { table }]) => [name, table.items]));
  }

  get deadLetters(): { bookingId: string; part: string }[] {
    return [...this.#regions.values()].flatMap(({ dead }) =>
      dead.map(({ body }) => ({ bookingId: body.bookingId, part: body.kind === "claim" ? body.part : "" })),
    );
  }

  /** Puts a slot into the region where it is born. */
  bear(region: string, slot: { slotId: string; capacity: number }, items: readonly Item[]): void {
    this.#capacities.set(slot.slotId, slot.capacity);
    this.#commit(
      this.#region(region),
      items.map((item) => ({ kind: "create", item })),
    );
  }

  cut(one: string, other: string): void {
    this.#cuts.add(linkName(one, other));
  }

  heal(one: string, other: string): void {
    this.#cuts.delete(linkName(one, other));
    this.#release();
  }

  /** Ends everything that runs in a region, and lets nothing in or out. */
  stop(name: string): void {
    const region = this.#region(name);
    region.isUp = false;
    for (const process of [...region.processes]) process.kill();
  }

  start(name: string): void {
    const region = this.#region(name);
    region.isUp = true;
    this.#wakeWorkers(region);
    this.#wakeStream(region);
    this.#release();
  }

  /** Ends all faults, and gives the dead letters back to their queues. */
  recover(): void {
    this.#faults = noFaults;
    this.lag = 1_000;
    this.#cuts.clear();
    for (const region of this.#regions.values()) {
      region.queue.push(...region.dead.map((message) => ({ ...message, receives: 0, visibleAt: this.scheduler.time })));
      region.dead = [];
      this.start(region.name);
      this.beat(region.name);
    }
  }

  /** Lets a region say that it is alive, as its schedule does every minute. */
  beat(name: string): void {
    const region = this.#region(name);
    if (region.isUp) void this.#run(region, (process) => beat(this.#site(region, process))).catch(() => undefined);
  }

  async book(name: string, request: AcceptRequest): Promise<Accepted> {
    return await this.#accept(name, (dependencies) => acceptBooking(dependencies, request));
  }

  async prolong(name: string, request: AcceptRequest & { bookingId: string }): Promise<Accepted> {
    return await this.#accept(name, (dependencies) => acceptProlongation(dependencies, request));
  }

  async cancel(name: string, request: { customerId: string; bookingId: string; correlationId: string }): Promise<void> {
    await this.#accept(name, (dependencies) => acceptCancellation(dependencies, request));
  }

  /** Asks a region what became of a part of a booking. */
  async observe(name: string, what: { customerId: string; bookingId: string; part: string }): Promise<void> {
    const region = this.#region(name);
    const sentAt = this.scheduler.time;
    const { status } = await this.#run(region, async (process) =>
      partState(await claimsOf(this.#site(region, process), what), what.bookingId, what.part),
    );
    this.observations.push({ ...what, region: name, sentAt, at: this.scheduler.time, status });
  }

  /** An operator at work on a region's table, which can be reached though the region may be dark; nothing goes wrong there. */
  operator(name: string): Site {
    const region = this.#region(name);
    const store: Store = {
      query: (range) => Promise.resolve(region.table.query(range)),
      commit: async (actions) => {
        await Promise.resolve();
        this.#commit(region, actions);
      },
    };
    return { ...this.#site(region, new Process()), store };
  }

  /** An operator of a region that can do anything there at all, right or wrong. */
  meddle(name: string, actions: readonly Action[]): void {
    this.#commit(this.#region(name), actions);
  }

  async #accept<Result>(name: string, work: (dependencies: Dependencies) => Promise<Result>): Promise<Result> {
    const region = this.#region(name);
    return await this.#run(region, async (process) => {
      const { store, now } = this.#site(region, process);
      const send = (message: BookingMessage) => this.#send(region, process, message);
      return await work({ store, now, send });
    });
  }

  /** Runs a function in a region; rejects if the region is dark or the function dies. */
  async #run<Result>(region: Region, work: (process: Process) => Promise<Result>): Promise<Result> {
    if (!region.isUp) throw new Fault(`${region.name} is dark`);
    const process = new Process();
    region.processes.add(process);
    try {
      return await Promise.race([work(process), process.killed]);
    } finally {
      process.kill();
      region.processes.delete(process);
    }
  }

  #site(region: Region, process: Process): Site {
    const store: Store = {
      query: (range) => this.#call(process, () => region.table.query(range)),
      commit: (actions) =>
        this.#call(process, () => {
          if (this.random.chance(this.#faults.contention)) {
            throw new Contended(this.random.chance(0.5) ? "conflict" : "throttled");
          }
          this.#commit(region, actions);
        }),
    };
    return {
      store: this.variation.store?.(store, region.name) ?? store,
      region: region.name,
      regions: this.names,
      now: () => new Date(epoch + this.scheduler.time + region.skew),
      random: () => this.random.next(),
      wholeBelow: 1, // slots are small here, and are to be divided all the same
      newId: () => String((this.#sequence += 1)),
      backoff: { tries: 3, random: () => this.random.next(), sleep: (time) => this.#pause(process, time) },
    };
  }

  /** A call over the network: it takes time before and after, and may fail at both. */
  async #call<Result>(process: Process, effect: () => Result): Promise<Result> {
    const { crash, lostReply, sleep } = this.#faults;
    await this.#pause(
      process,
      this.random.chance(sleep) ? this.random.between(lease, 3 * lease) : this.random.between(1, 20),
    );
    if (this.random.chance(crash)) await this.#die(process);
    const result = effect();
    await this.#pause(process, this.random.between(1, 20));
    if (this.random.chance(crash)) await this.#die(process);
    if (this.random.chance(lostReply)) throw new Fault("the reply was lost");
    return result;
  }

  async #die(process: Process): Promise<never> {
    process.kill();
    return await process.killed;
  }

  /** Waits; for ever if the process is dead by then. */
  async #pause(process: Process, time: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.scheduler.after(time, () => {
        if (process.isAlive) resolve();
      });
    });
  }

  #commit(region: Region, actions: readonly Action[]): void {
    for (const item of region.table.commit(actions)) {
      const key = `${item.pk} ${item.sk}`;
      const writer = this.#writers.get(key) ?? region.name;
      this.#writers.set(key, writer);
      if (writer !== region.name) this.conflicts.push({ key, regions: [writer, region.name] });
      this.#sequence += 1;
      region.applied.set(key, this.#sequence);
      this.#notice(region, item);
      for (const to of this.names) {
        if (to !== region.name) this.#replicate({ from: region.name, to, item, sequence: this.#sequence });
      }
      this.#enter(key, item);
    }
    this.#audit(actions);
  }

  #enter(key: string, item: Item): void {
    const slots = Array.isArray(item.slots)
      ? item.slots.map(({ slotId }: { slotId: string }) => slotId)
      : [item.slotId];
    for (const slotId of slots) {
      if (typeof slotId !== "string") continue;
      const book = this.#books.get(slotId) ?? new Map<string, Item>();
      this.#books.set(slotId, book.set(key, item));
    }
  }

  #audit(actions: readonly Action[]): void {
    if (actions.length === 0 || this.discrepancy !== undefined) return;
    for (const [slotId, capacity] of this.#capacities) {
      const items = [...(this.#books.get(slotId)?.values() ?? [])];
      const found = discrepancy({ slotId, capacity }, items);
      if (found !== undefined) this.discrepancy ??= `slot ${slotId} at ${this.scheduler.time.toFixed(0)} ms: ${found}`;
    }
  }

  #replicate(delivery: Delivery): void {
    this.scheduler.after(this.random.between(10, this.lag), () => {
      this.#deliver(delivery);
    });
  }

  #deliver(delivery: Delivery): void {
    const { from, to, item, sequence } = delivery;
    const region = this.#region(to);
    if (this.#cuts.has(linkName(from, to)) || !region.isUp || !this.#region(from).isUp) {
      this.#held.push(delivery);
      return;
    }
    const key = `${item.pk} ${item.sk}`;
    if ((region.applied.get(key) ?? 0) > sequence) return; // the last writer wins
    region.applied.set(key, sequence);
    region.table.put(item);
    this.#notice(region, item);
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const delivery of held) this.#replicate(delivery);
  }

  #notice(region: Region, item: Item): void {
    if (this.variation.notices?.(item, region.name) === false) return;
    region.stream.push(item);
    this.#wakeStream(region);
  }

  #wakeStream(region: Region): void {
    if (region.isSettling || region.stream.length === 0 || !region.isUp) return;
    region.isSettling = true;
    this.scheduler.after(this.random.between(1, 100), () => void this.#settle(region));
  }

  /** Hands over what has arrived, in order; what fails comes again. */
  async #settle(region: Region): Promise<void> {
    const count = this.random.whole(1, Math.min(5, region.stream.length));
    const records = region.stream.slice(0, count);
    try {
      await this.#run(region, async (process) => {
        const site = this.#site(region, process);
        const slots: string[] = [];
        for (const record of records) {
          const slotId = await settle(site, record, (request) => this.#send(region, process, messageOf(request)));
          if (slotId !== undefined) slots.push(slotId);
        }
        await rebalanceAll(site, slots);
      });
      region.stream.splice(0, count);
    } catch {
      // It stays in the stream.
    }
    region.isSettling = false;
    this.#wakeStream(region);
  }

  async #send(region: Region, process: Process, body: BookingMessage): Promise<void> {
    await this.#call(process, () => {
      region.queue.push({ body, visibleAt: this.scheduler.time, receives: 0 });
      // A standard queue may hand a message over twice.
      if (this.random.chance(this.#faults.lostReply)) {
        region.queue.push({ body, visibleAt: this.scheduler.time + this.random.between(0, lease), receives: 0 });
      }
      this.#wakeWorkers(region);
    });
  }

  #wakeWorkers(region: Region): void {
    if (region.queue.length === 0 || !region.isUp) return;
    const next = Math.min(...region.queue.map(({ visibleAt }) => visibleAt));
    const delay = Math.max(0, next - this.scheduler.time) + this.random.between(1, 100);
    this.scheduler.after(delay, () => void this.#work(region));
  }

  /** A worker takes what it finds in the queue, in any order, and settles it. */
  async #work(region: Region): Promise<void> {
    if (!region.isUp || region.workers >= workersPerRegion) return;
    const { time } = this.scheduler;
    const visible = region.queue.filter(({ visibleAt }) => visibleAt <= time);
    const messages = visible.sort(() => this.random.next() - 0.5).slice(0, this.random.whole(1, batchSize));
    for (const message of messages) {
      message.receives += 1;
      message.visibleAt = time + lease;
    }
    const dead = messages.filter(({ receives }) => receives > maximumReceives);
    region.dead.push(...dead);
    region.queue = region.queue.filter((message) => !dead.includes(message));
    const batch = messages.filter((message) => !dead.includes(message));
    if (batch.length === 0) return;

    region.workers += 1;
    try {
      const settled = await this.#run(region, (process) => handle(this.#site(region, process), batch));
      region.queue = region.queue.filter((message) => !settled.has(message));
    } catch {
      // Its messages come again when their time is up.
    }
    region.workers -= 1;
    this.#wakeWorkers(region);
  }

  #region(name: string): Region {
    const region = this.#regions.get(name);
    if (region === undefined) throw new TypeError(`there is no region ${name}`);
    return region;
  }
}

/** When simulated time begins, in milliseconds since 1970. */
export const epoch = Date.parse("2030-01-01T00:00:00Z");

async function handle(site: Site, messages: readonly Message[]): Promise<Set<Message>> {
  const deliveries = messages.map((message) => ({
    message: message.body,
    correlationId: "correlation",
    from: message,
  }));
  const settled = new Set<Message>();
  for (const [{ from }, result] of await settleMessages(site, deliveries)) {
    if (!(result instanceof Error)) settled.add(from);
  }
  return settled;
}

function messageOf({ customerId, bookingId, part, slots, search }: ClaimRequest): BookingMessage {
  const acceptedAt = new Date(epoch).toISOString();
  return { version: 1, kind: "claim", customerId, bookingId, part, slots: [...slots], search, acceptedAt };
}

function regionOf(name: string, skew: number): Region {
  return {
    ...{ name, skew, table: new SimulatedTable(), processes: new Set(), stream: [], applied: new Map() },
    ...{ queue: [], dead: [], isUp: true, workers: 0, isSettling: false },
  };
}

function linkName(one: string, other: string): string {
  return [one, other].sort().join(" ");
}
