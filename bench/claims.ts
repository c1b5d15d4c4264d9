import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { GlobalTable } from "../components/index.ts";
import { bookingIdOf } from "../functions/ledger/booking-id.ts";
import { firstPart } from "../functions/ledger/claim.ts";
import type { ClaimRequest } from "../functions/ledger/claim.ts";
import { allotmentKey } from "../functions/ledger/keys.ts";
import { bornWhole } from "../functions/ledger/slot.ts";
import { claimBatch } from "../functions/operations/claim-batch.ts";
import { DynamoDbStore } from "../functions/operations/dynamodb-store.ts";
import type { Site } from "../functions/operations/site.ts";
import { Machine } from "../local/machine.ts";
import { median } from "./median.ts";

/** How many messages the worker is given at once: 1 is one transaction a booking. */
const batchSizes = [1, 5, 10, 25, 50];
const bookingsPerRun = 500;
const rounds = 5;
const region = "eu-west-1";

/** What was measured with one size of batch. */
interface Row {
  readonly "bookings a batch": number;
  readonly "confirmed a second": number;
  /** Compared with one transaction a booking in the same round; the median of the rounds. */
  readonly "times as fast": number;
  /** Write units of the slot's one allotment, for each booking. */
  readonly "units on the hot item": number;
  /** All write units in the region that sells, for each booking. */
  readonly "units in all": number;
}

/**
 * Group commit against one transaction a booking: everybody wants the same slot, in one region, on the same engine, in turns.
 * Units are counted by AWS's rule at the region's endpoint.
 */
export async function benchClaims(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "berth-bench-"));
  const machine = await Machine.start({ regions: [region], folder, port: 0, print: () => undefined });
  try {
    const arn = await tableOn(machine);
    const bench = new ClaimsBench(machine, arn.slice(arn.lastIndexOf("/") + 1));
    await bench.run(50, 50); // warms the engine
    const found = new Map(batchSizes.map((size) => [size, [] as Awaited<ReturnType<ClaimsBench["run"]>>[]]));
    for (let round = 0; round < rounds; round += 1) {
      // Who goes first changes, as engines grow slower with what they hold.
      for (const size of round % 2 === 0 ? batchSizes : batchSizes.toReversed()) {
        found.get(size)?.push(await bench.run(size, bookingsPerRun));
      }
    }
    bench.end();
    const single = found.get(1) ?? [];
    return batchSizes.map((size) => {
      const runs = found.get(size) ?? [];
      return {
        "bookings a batch": size,
        "confirmed a second": Math.round(median(runs.map(({ perSecond }) => perSecond))),
        "times as fast": rounded(
          median(runs.map(({ perSecond }, round) => perSecond / (single[round]?.perSecond ?? 1))),
        ),
        "units on the hot item": rounded(median(runs.map(({ hot }) => hot))),
        "units in all": rounded(median(runs.map(({ all }) => all))),
      };
    });
  } finally {
    await machine.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

class ClaimsBench {
  readonly #client: DynamoDBClient;
  readonly #site: Site & { readonly store: DynamoDbStore };

  constructor(
    private readonly machine: Machine,
    private readonly tableName: string,
  ) {
    const endpoint = machine.region(region).endpoint.url;
    this.#client = new DynamoDBClient({ region, endpoint, credentials: machine.iam.operator });
    this.#site = {
      store: new DynamoDbStore(DynamoDBDocumentClient.from(this.#client), tableName),
      region,
      regions: [region],
      now: () => new Date(),
      random: Math.random,
      newId: randomUUID,
    };
  }

  /** Claims so many bookings of a new slot, one batch after the other. */
  async run(batchSize: number, bookings: number): Promise<{ perSecond: number; hot: number; all: number }> {
    const slotId = `slot-${randomUUID()}`;
    const slot = { slotId, startsAt: "2100-01-01T09:00:00Z", capacity: bookings };
    const items = bornWhole({ slot, item: { itemId: "tour" }, region });
    await this.#site.store.commit(items.map((item) => ({ kind: "create", item })));

    const requests = Array.from({ length: bookings }, () => requestFor(slotId));
    const { capacity } = this.machine.region(region).dynamodb;
    const before = capacity.snapshot();
    const began = performance.now();
    for (let index = 0; index < bookings; index += batchSize) {
      const settlements = await claimBatch(this.#site, requests.slice(index, index + batchSize));
      for (const settlement of settlements.values()) {
        if (settlement instanceof Error || settlement.outcome !== "confirmed")
          throw new Error("a booking was not confirmed");
      }
    }
    const seconds = (performance.now() - began) / 1000;
    const used = capacity.snapshot().since(before);
    const hot = used.ofItem(this.tableName, marshall(allotmentKey(slotId, region, 0))).write;
    return { perSecond: bookings / seconds, hot: hot / bookings, all: used.ofTable(this.tableName).write / bookings };
  }

  end(): void {
    this.#client.destroy();
  }
}

async function tableOn(machine: Machine): Promise<string> {
  const { arn } = await machine.deploy({
    project: "bench",
    stack: `bench-${region}`,
    config: { "aws:region": region },
    run: () => Promise.resolve({ arn: new GlobalTable("ledger", { region, deletionProtection: false }).arn }),
  });
  return String(arn);
}

function requestFor(slotId: string): ClaimRequest {
  const customerId = randomUUID();
  const slots = [{ slotId, units: 1 }];
  const bookingId = bookingIdOf({ customerId, idempotencyKey: randomUUID(), slots });
  return { customerId, bookingId, part: firstPart, slots, correlationId: randomUUID(), search: undefined };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
