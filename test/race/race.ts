import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Berth } from "../../demo/berth.ts";
import type { Item } from "../../functions/ledger/store.ts";
import { born, tomorrow } from "../born.ts";
import { check } from "../history/check.ts";
import type { Violation } from "../history/check.ts";
import type { History } from "../history/history.ts";
import { deadLettersOf } from "./dead-letters.ts";
import { Customer } from "./customer.ts";
import type { Notes, Wish } from "./customer.ts";

/** What a race is about. */
export interface RaceOptions {
  /** How many bookings of one place are asked for, over all slots. */
  readonly requests: number;
  /** How many places a slot has. */
  readonly capacity: number;
  /** How many slots there are. @default 1 */
  readonly slots?: number;
  /** Whether, in the middle, replication is cut and healed and a region stopped and started. @default true */
  readonly disturbed?: boolean;
  /** Told in one line what happens. @default nobody is */
  readonly print?: (line: string) => void;
}

/** How a race ended. */
export interface RaceResult {
  readonly regions: readonly string[];
  /** Requests for a booking; the same one repeated counts once. */
  readonly bookings: number;
  /** Requests sent, repetitions and those without an answer included. */
  readonly requests: number;
  readonly confirmed: number;
  readonly rejected: number;
  readonly pending: number;
  /** Keys that two regions have written. */
  readonly conflicts: number;
  /** What lies in the dead-letter queues. */
  readonly deadLetters: readonly string[];
  /** Slots of which not all places that were asked for are sold. */
  readonly unsold: readonly string[];
  readonly violations: readonly Violation[];
  readonly seconds: number;
}

const customers = 50;
/** Requests that are on their way at the same time. */
const concurrency = 40;
/**
 * A booking that is pending for that long though nothing stands in its way will stay so, in milliseconds: a message that is tried
 * five times, a minute apart, is a dead letter by then.
 */
const hopeless = 330_000;

/**
 * Lets customers in every region ask for more places than there are, one in five requests twice with the same key, one in ten
 * in another region too, while regions are cut off from each other and one goes dark; then asks what became of each.
 */
export async function race(berth: Berth, options: RaceOptions): Promise<RaceResult> {
  return await new Race(berth, options).run();
}

class Race {
  readonly #notes: Notes = { requests: [], observations: [] };
  readonly #regions: readonly string[];
  readonly #accepted = new Map<string, { customer: Customer; region: string }>();
  #sent = 0;

  constructor(
    private readonly berth: Berth,
    private readonly options: RaceOptions,
  ) {
    this.#regions = Object.keys(berth.regions);
  }

  async run(): Promise<RaceResult> {
    const { requests, capacity, slots: slotCount = 1, print = () => undefined } = this.options;
    const began = performance.now();
    const slotIds = await this.#bear(slotCount, capacity);
    const people = await this.#signIn();
    print(`${requests} requests for ${slotCount} slots of ${capacity} in ${this.#regions.join(", ")}`);

    const disturbance = this.options.disturbed === false ? Promise.resolve() : this.#disturb(print);
    let next = 0;
    const runner = async () => {
      for (let index = next; index < requests; index = next) {
        next += 1;
        const slotId = slotIds[Math.floor((index * slotCount) / requests)] ?? "";
        await this.#ask(index, slotId, people);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, runner));
    await disturbance;
    print("all requests are answered; waiting until every booking is settled");
    await this.#settle();
    return await this.#result(slotIds, capacity, requests / slotCount, began);
  }

  async #bear(count: number, capacity: number): Promise<string[]> {
    const slotIds: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const homeRegion = this.#regions[index % this.#regions.length] ?? "";
      const slotId = `race-${randomUUID().slice(0, 8)}`;
      await born(this.berth, homeRegion, [{ slotId, startsAt: tomorrow(), capacity }]);
      slotIds.push(slotId);
    }
    await this.berth.machine.replication.settled();
    return slotIds;
  }

  async #signIn(): Promise<Customer[]> {
    const apis = Object.fromEntries(Object.entries(this.berth.regions).map(([name, { api }]) => [name, api]));
    return await Promise.all(
      Array.from({ length: customers }, async () => {
        const { customerId, token } = await this.berth.signIn({
          email: `${randomUUID()}@example.com`,
          group: "customer",
        });
        return new Customer(customerId, token, apis, this.#notes);
      }),
    );
  }

  async #ask(index: number, slotId: string, people: readonly Customer[]): Promise<void> {
    const customer = people[index % people.length];
    if (customer === undefined) return;
    const region = this.#region(index);
    const wish: Wish = { idempotencyKey: randomUUID(), slots: [{ slotId, units: 1 }] };
    const places = [
      region,
      ...(index % 5 === 0 ? [region] : []),
      ...(index % 10 === 1 ? [this.#region(index + 1)] : []),
    ];
    const ids = await Promise.all(places.map((place) => customer.book(place, wish)));
    this.#sent += 1;
    for (const bookingId of ids) if (bookingId !== undefined) this.#accepted.set(bookingId, { customer, region });
    const [bookingId] = ids;
    if (bookingId !== undefined && index % 3 === 0) await customer.look(this.#region(index + 2), bookingId);
  }

  /** What befalls the regions while half of the requests are sent. */
  async #disturb(print: (line: string) => void): Promise<void> {
    const { machine } = this.berth;
    const { requests } = this.options;
    const [one = "", other = "", third = other] = this.#regions;
    const until = async (share: number) => {
      while (this.#sent < share * requests) await delay(10);
    };
    machine.replication.setLag(300);
    await until(0.2);
    print(`cut: ${one} from ${other}`);
    machine.replication.cut(one, other);
    await until(0.4);
    print("healed");
    machine.replication.heal(one, other);
    await until(0.5);
    print(`dark: ${third}`);
    await machine.region(third).stop();
    await until(0.7);
    print(`back: ${third}`);
    await machine.region(third).start();
    machine.replication.setLag(0);
  }

  /** Waits until no booking is pending, in the region where it was asked for. */
  async #settle(): Promise<void> {
    let last = performance.now();
    const isHopeless = () => performance.now() - last > hopeless;
    const waiting = [...this.#accepted];
    const watcher = async () => {
      for (let entry = waiting.pop(); entry !== undefined; entry = waiting.pop()) {
        const [bookingId, { customer, region }] = entry;
        const booking = await customer.await(region, bookingId, isHopeless);
        if (booking !== undefined && booking.status !== "pending") last = performance.now();
      }
    };
    await Promise.all(Array.from({ length: 20 }, watcher));
    await this.#rest();
  }

  /** Waits until nothing is on its way any more: no message, no record, and no write between regions. */
  async #rest(): Promise<void> {
    const { machine } = this.berth;
    for (let before = -1, quiet = 0; quiet < 3;) {
      await machine.replication.settled();
      const written = (await this.#tables())
        .map(([, items]) => JSON.stringify(items).length)
        .reduce((a, b) => a + b, 0);
      quiet = written === before ? quiet + 1 : 0;
      before = written;
      await delay(500);
    }
  }

  async #result(slotIds: readonly string[], capacity: number, wanted: number, began: number): Promise<RaceResult> {
    const dead = await deadLettersOf(this.berth);
    const history: History = {
      regions: this.#regions,
      slots: slotIds.map((slotId) => ({ slotId, capacity })),
      ...this.#notes,
      cancellations: [],
      tables: Object.fromEntries(await this.#tables()),
      deadLetters: dead.bookings,
      conflicts: this.berth.machine.replication.conflicts.map(({ key, regions }) => ({
        key: Object.values(key).join(" "),
        regions,
      })),
    };
    const final = new Map(history.observations.map(({ bookingId, status }) => [bookingId, status]));
    const count = (status: string) => [...this.#accepted.keys()].filter((id) => final.get(id) === status).length;
    const sold = Map.groupBy(
      Object.values(history.tables).flatMap((items) => items.filter((item) => item.sk.startsWith("ALLOT#"))),
      ({ slotId }) => slotId,
    );
    const left = (slotId: string) =>
      (sold.get(slotId) ?? [])
        .filter((item, index, all) => all.findIndex(({ sk }) => sk === item.sk) === index)
        .reduce((units, { unsold }) => units + Number(unsold), 0);
    return {
      regions: this.#regions,
      bookings: this.#accepted.size,
      requests: this.#notes.requests.length,
      confirmed: count("confirmed"),
      rejected: count("rejected"),
      pending: count("pending"),
      conflicts: history.conflicts.length,
      deadLetters: [...dead.bookings.map(({ bookingId, part }) => `${bookingId} part ${part}`), ...dead.others],
      unsold: slotIds.filter((slotId) => left(slotId) !== Math.max(0, capacity - wanted)),
      violations: check(history),
      seconds: (performance.now() - began) / 1000,
    };
  }

  /** The table of every region. */
  async #tables(): Promise<[string, Item[]][]> {
    const { machine, regions, tableName } = this.berth;
    return await Promise.all(
      this.#regions.map(async (region): Promise<[string, Item[]]> => {
        const endpoint = regions[region]?.endpoint ?? "";
        const client = new DynamoDBClient({ region, endpoint, credentials: machine.iam.operator });
        const documents = DynamoDBDocumentClient.from(client);
        const items: Item[] = [];
        let start: Record<string, unknown> | undefined;
        do {
          const page = await documents.send(
            new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey: start }),
          );
          items.push(...((page.Items ?? []) as Item[]));
          start = page.LastEvaluatedKey;
        } while (start !== undefined);
        client.destroy();
        return [region, items];
      }),
    );
  }

  #region(index: number): string {
    return this.#regions[index % this.#regions.length] ?? "";
  }
}
