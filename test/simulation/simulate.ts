import { bornWhole } from "../../functions/ledger/slot.ts";
import type { AcceptRequest } from "../../functions/booking/accept/accept-booking.ts";
import { withdraw } from "../../functions/booking/offer/slots.ts";
import type { Item } from "../../functions/ledger/store.ts";
import { reclaim, setFence } from "../../functions/operations/transfers.ts";
import { RequestProblem } from "../../functions/runtime/problem.ts";
import { check } from "../history/check.ts";
import type { Violation } from "../history/check.ts";
import type { BookingRequest, History } from "../history/history.ts";
import { horizon, slotName, slotsOf } from "./scenario.ts";
import type { Action, Disturbance, Scenario } from "./scenario.ts";
import { Endless } from "./scheduler.ts";
import { epoch } from "./functions.ts";
import { World } from "./world.ts";
import type { Variation } from "./world.ts";

/** How a negative control breaks what is done for an operator, beside what functions do. */
export interface Breakage extends Variation {
  /** What an item is that a slot is born with. */
  readonly born?: (item: Item) => Item;
  readonly reclaim?: (world: World, names: { region: string; to: string; slots: readonly string[] }) => void;
}

/** What a simulation came to. */
export interface Result {
  readonly history: History;
  readonly violations: readonly Violation[];
}

const regionNames = ["eu-west-1", "us-east-1", "ap-southeast-2", "sa-east-1", "af-south-1"];
/** More than any schedule that comes to rest has needed. */
const maximumEvents = 100_000;
const tries = 4;
/** How long a customer waits before asking again, in milliseconds. */
const timeout = 5_000;

/** Plays a scenario to its end and checks its history. The same scenario always comes to the same. */
export async function simulate(scenario: Scenario, breakage: Breakage = {}): Promise<Result> {
  return await new Simulation(scenario, breakage).run();
}

class Simulation {
  readonly #names: readonly string[];
  readonly #world: World;
  readonly #requests: BookingRequest[] = [];
  readonly #cancellations: { bookingId: string; region: string; sentAt: number }[] = [];
  readonly #known: { customerId: string; bookingId: string }[] = [];

  constructor(
    private readonly scenario: Scenario,
    private readonly breakage: Breakage,
  ) {
    const { seed, faults, skews, regions } = scenario;
    this.#names = regionNames.slice(0, regions);
    this.#world = new World(this.#names, { seed, faults, skews, variation: breakage });
  }

  async run(): Promise<Result> {
    const { slots, actions, disturbances } = this.scenario;
    for (const [index, { capacity, shards, home }] of slots.entries()) {
      const slot = { slotId: slotName(index), startsAt: inAYear, capacity, shards: Math.min(shards, capacity) };
      const items = bornWhole({ slot, item: { itemId: "tour" }, region: this.#name(home) });
      this.#world.bear(this.#name(home), slot, items.map(this.breakage.born ?? ((item) => item)));
    }
    for (let at = 0; at < horizon; at += 60_000)
      this.#at(at, () => {
        for (const name of this.#names) this.#world.beat(name);
      });
    for (const action of actions) this.#at(action.at, () => void this.#act(action));
    for (const disturbance of disturbances) this.#disturb(disturbance);
    this.#at(horizon, () => {
      this.#world.recover();
    });
    let endless: Endless | undefined;
    try {
      await this.#world.scheduler.run(maximumEvents);
    } catch (error) {
      if (!(error instanceof Endless)) throw error;
      endless = error;
    }
    return this.#result(endless);
  }

  #result(endless: Endless | undefined): Result {
    const { observations, tables, deadLetters, audit } = this.#world;
    const { conflicts, discrepancy } = audit;
    const slots = this.scenario.slots.map(({ capacity }, index) => ({ slotId: slotName(index), capacity }));
    const history: History = {
      ...{ regions: this.#names, slots, requests: this.#requests, cancellations: this.#cancellations },
      ...{ observations, tables, deadLetters, conflicts },
    };
    const violations: Violation[] = [
      ...check(history),
      ...(discrepancy === undefined
        ? []
        : [{ invariant: "conservation" as const, message: discrepancy, bookings: [] }]),
      // Once nothing goes wrong any more, nothing has a reason to fail.
      ...deadLetters.map(({ bookingId, part }) => ({
        invariant: "settlement" as const,
        message: `${bookingId} part ${part} failed for good with no fault to blame`,
        bookings: [bookingId],
      })),
      ...(endless === undefined ? [] : [{ invariant: "settlement" as const, message: endless.message, bookings: [] }]),
    ];
    return { history, violations };
  }

  async #act(action: Action): Promise<void> {
    switch (action.kind) {
      case "book": {
        const request = {
          customerId: `customer-${action.customer}`,
          idempotencyKey: `key-${action.key}`,
          slots: slotsOf(action.slots),
          correlationId: "correlation",
        };
        const regions = action.alsoIn === undefined ? [action.region] : [action.region, action.alsoIn];
        await Promise.all(regions.map((region) => this.#ask(region, request)));
        return;
      }
      case "prolong": {
        const target = this.#known[action.target];
        if (target === undefined) return;
        const slots = slotsOf([{ slot: action.slot, units: action.units }]);
        const request = { ...target, idempotencyKey: `key-${action.key}`, slots, correlationId: "correlation" };
        await this.#ask(action.region, request, target.bookingId);
        return;
      }
      case "cancel": {
        const target = this.#known[action.target];
        if (target === undefined) return;
        await this.#cancel(action.region, target);
      }
    }
  }

  /** A customer asks until there is an answer, in one region after the other. */
  async #ask(first: number, request: AcceptRequest, prolongs?: string): Promise<void> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const region = this.#name(first + attempt);
      const { customerId, idempotencyKey, slots } = request;
      const asked = { customerId, idempotencyKey, slots, region, prolongs, sentAt: this.#world.scheduler.time };
      try {
        const accepted =
          prolongs === undefined
            ? await this.#world.book(region, request)
            : await this.#world.prolong(region, { ...request, bookingId: prolongs });
        const { bookingId, part } = accepted;
        this.#requests.push({ ...asked, answer: { at: this.#world.scheduler.time, accepted: { bookingId, part } } });
        if (prolongs === undefined) this.#known.push({ customerId, bookingId });
        this.#watch({ customerId, bookingId, part });
        return;
      } catch (error) {
        if (error instanceof RequestProblem) {
          this.#requests.push({ ...asked, answer: { at: this.#world.scheduler.time, refused: error.kind } });
          return;
        }
        this.#requests.push(asked); // no answer: it may have been accepted or not
      }
      await this.#wait(timeout);
    }
  }

  async #cancel(first: number, target: { customerId: string; bookingId: string }): Promise<void> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const region = this.#name(first + attempt);
      this.#cancellations.push({ bookingId: target.bookingId, region, sentAt: this.#world.scheduler.time });
      try {
        await this.#world.cancel(region, { ...target, correlationId: "correlation" });
        return;
      } catch (error) {
        if (error instanceof RequestProblem) return;
      }
      await this.#wait(timeout);
    }
  }

  /** The customer looks now and then, here and there, what became of it. */
  #watch(what: { customerId: string; bookingId: string; part: string }): void {
    const { random } = this.#world;
    for (let look = 0; look < 4; look += 1) {
      const region = this.#name(random.whole(0, this.#names.length - 1));
      this.#world.scheduler.after(random.between(100, 40_000), () => {
        void this.#world.observe(region, what).catch(() => undefined); // no answer is no observation
      });
    }
  }

  #disturb(disturbance: Disturbance): void {
    const world = this.#world;
    const [begin, end] =
      "until" in disturbance ? [disturbance.at, disturbance.until].sort((a, b) => a - b) : [disturbance.at];
    switch (disturbance.kind) {
      case "cut": {
        const [one, other] = [this.#name(disturbance.one), this.#name(disturbance.other)];
        if (one === other) return;
        this.#at(begin, () => {
          world.network.cut(one, other);
        });
        this.#at(end, () => {
          world.network.heal(one, other);
        });
        return;
      }
      case "dark": {
        const region = this.#name(disturbance.region);
        this.#at(begin, () => {
          world.stop(region);
        });
        this.#at(end, () => {
          world.start(region);
        });
        return;
      }
      case "slow":
        this.#at(begin, () => {
          world.network.lag = 20_000;
        });
        this.#at(end, () => {
          world.network.lag = 1_000;
        });
        return;
      case "reclaim": {
        const [region, to] = [this.#name(disturbance.region), this.#name(disturbance.to)];
        if (region !== to) this.#at(begin, () => void this.#reclaim(region, to));
        return;
      }
      case "withdraw": {
        const home = this.#name(this.scenario.slots[disturbance.slot]?.home ?? 0);
        this.#at(
          begin,
          () => void withdraw(world.operator(home), { slotId: slotName(disturbance.slot), region: home }),
        );
      }
    }
  }

  async #reclaim(region: string, to: string): Promise<void> {
    const slots = this.scenario.slots.map((_, index) => slotName(index));
    if (this.breakage.reclaim !== undefined) {
      this.breakage.reclaim(this.#world, { region, to, slots });
      return;
    }
    const site = this.#world.operator(region);
    await setFence(site, true);
    for (const slotId of slots) await reclaim(site, slotId, to);
  }

  #at(time: number | undefined, happen: () => void): void {
    this.#world.scheduler.after((time ?? 0) - this.#world.scheduler.time, happen);
  }

  async #wait(time: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#world.scheduler.after(time, resolve);
    });
  }

  #name(index: number): string {
    return this.#names[index % this.#names.length] ?? "";
  }
}

const inAYear = new Date(epoch + 365 * 86_400_000).toISOString();
