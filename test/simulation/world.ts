import {
  acceptBooking,
  acceptCancellation,
  acceptProlongation,
} from "../../functions/booking/accept/accept-booking.ts";
import type { Accepted, AcceptRequest, Dependencies } from "../../functions/booking/accept/accept-booking.ts";
import type { BookingMessage } from "../../functions/booking/message.ts";
import { partState } from "../../functions/ledger/resolve.ts";
import type { Action, Item, Store } from "../../functions/ledger/store.ts";
import { beat, claimsOf } from "../../functions/operations/site.ts";
import type { Site } from "../../functions/operations/site.ts";
import type { Observation } from "../history/history.ts";
import { Audit } from "./audit.ts";
import { Calls, Fault, lease } from "./calls.ts";
import type { Faults } from "./calls.ts";
import { epoch, settleDelivered, settleRecords } from "./functions.ts";
import { Network } from "./network.ts";
import type { Delivery } from "./network.ts";
import { Process } from "./process.ts";
import { Region } from "./region.ts";
import { Random, Scheduler } from "./scheduler.ts";

/** A system that differs from the real one: what a negative control breaks. */
export interface Variation {
  /** What the functions of a region see in the place of its table. */
  readonly store?: (store: Store, region: string) => Store;
  /** Which items that arrive from other regions a region takes notice of. */
  readonly notices?: (item: Item, region: string) => boolean;
}

const workersPerRegion = 2;

/** Regions with their tables, queues, streams, workers and the network between them, under one scheduler. */
export class World {
  readonly scheduler = new Scheduler();
  readonly random: Random;
  readonly network: Network;
  readonly audit = new Audit();
  readonly observations: Observation[] = [];
  readonly #calls: Calls;
  #sequence = 0;
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #variation: Variation;

  constructor(
    readonly names: readonly string[],
    options: { seed: number; faults: Faults; skews: readonly number[]; variation?: Variation },
  ) {
    this.random = new Random(options.seed);
    this.#calls = new Calls(this.scheduler, this.random, options.faults);
    this.#variation = options.variation ?? {};
    this.#regions = new Map(names.map((name, index) => [name, new Region(name, options.skews[index] ?? 0)]));
    this.network = new Network(this.scheduler, this.random, {
      isUp: (name) => this.#region(name).isUp,
      arrive: (delivery) => {
        this.#arrive(delivery);
      },
    });
  }

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
    this.audit.expect(slot.slotId, slot.capacity);
    this.#commit(
      this.#region(region),
      items.map((item) => ({ kind: "create", item })),
    );
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
    this.network.release();
  }

  /** Ends all faults, and gives the dead letters back to their queues. */
  recover(): void {
    this.#calls.recover();
    this.network.lag = 1_000;
    this.network.healAll();
    for (const region of this.#regions.values()) {
      region.redrive(this.scheduler.time);
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
      query: (range) => this.#calls.call(process, () => region.table.query(range)),
      commit: (actions) =>
        this.#calls.call(process, () => {
          this.#calls.contend();
          this.#commit(region, actions);
        }),
    };
    return {
      store: this.#variation.store?.(store, region.name) ?? store,
      region: region.name,
      regions: this.names,
      now: () => new Date(epoch + this.scheduler.time + region.skew),
      random: () => this.random.next(),
      wholeBelow: 1, // slots are small here, and are to be divided all the same
      newId: () => String((this.#sequence += 1)),
      backoff: { tries: 3, random: () => this.random.next(), sleep: (time) => this.#calls.pause(process, time) },
    };
  }

  #commit(region: Region, actions: readonly Action[]): void {
    for (const item of region.table.commit(actions)) {
      const key = `${item.pk} ${item.sk}`;
      this.#sequence += 1;
      region.applied.set(key, this.#sequence);
      this.#notice(region, item);
      for (const to of this.names) {
        if (to !== region.name) this.network.send({ from: region.name, to, item, sequence: this.#sequence });
      }
      this.audit.wrote(region.name, key, item);
    }
    this.audit.check(this.scheduler.time);
  }

  #arrive({ to, item, sequence }: Delivery): void {
    const region = this.#region(to);
    const key = `${item.pk} ${item.sk}`;
    if ((region.applied.get(key) ?? 0) > sequence) return; // the last writer wins
    region.applied.set(key, sequence);
    region.table.put(item);
    this.#notice(region, item);
  }

  #notice(region: Region, item: Item): void {
    if (this.#variation.notices?.(item, region.name) === false) return;
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
      await this.#run(region, (process) =>
        settleRecords(this.#site(region, process), records, (message) => this.#send(region, process, message)),
      );
      region.stream.splice(0, count);
    } catch {
      // It stays in the stream.
    }
    region.isSettling = false;
    this.#wakeStream(region);
  }

  async #send(region: Region, process: Process, body: BookingMessage): Promise<void> {
    await this.#calls.call(process, () => {
      region.queue.push({ body, visibleAt: this.scheduler.time, receives: 0 });
      if (this.#calls.isRepeated()) {
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
    const batch = region.take(this.scheduler.time, this.random);
    if (batch.length === 0) return;

    region.workers += 1;
    try {
      const done = await this.#run(region, (process) => settleDelivered(this.#site(region, process), batch));
      region.queue = region.queue.filter((message) => !done.has(message));
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
