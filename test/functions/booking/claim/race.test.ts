import { expect } from "chai";
import fc from "fast-check";
import { claimsFrom } from "../../../../functions/ledger/claim.ts";
import type { ClaimRequest } from "../../../../functions/ledger/claim.ts";
import { bornWhole } from "../../../../functions/ledger/slot.ts";
import { heldIn, stockFrom, unsoldIn } from "../../../../functions/ledger/stock.ts";
import { customerPartition, stockRange } from "../../../../functions/ledger/keys.ts";
import { Contended } from "../../../../functions/ledger/store.ts";
import type { Item } from "../../../../functions/ledger/store.ts";
import { claimBatch } from "../../../../functions/operations/claim-batch.ts";
import type { Settlement } from "../../../../functions/operations/claim-batch.ts";
import { DynamoDbStore } from "../../../../functions/operations/dynamodb-store.ts";
import type { Site } from "../../../../functions/operations/site.ts";
import { discrepancy } from "../../../history/books.ts";
import { ireland, requestFor, unitsOf } from "../../ledger/samples.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

interface Slot {
  readonly slotId: string;
  readonly capacity: number;
  readonly shards: number;
}

describe("claiming bookings at once", () => {
  let table: TestTable;
  let store: DynamoDbStore;
  let ids = 0;
  before(async () => {
    table = await startTable();
    store = new DynamoDbStore(table.client, table.name);
  });
  after(() => table.stop());

  /** The only region, so that what it has too few of is sold out. */
  const site = (): Site => ({
    ...{ store, region: ireland, regions: [ireland], now: () => new Date(), random: Math.random },
    newId: () => String((ids += 1)),
    backoff: { tries: 4, baseMilliseconds: 1, capMilliseconds: 4 },
  });

  async function newSlot(capacity: number, shards = 1): Promise<Slot> {
    const slotId = `slot-${(ids += 1)}`;
    const slot = { slotId, startsAt: "2100-01-01T00:00:00Z", capacity, shards };
    await table.put(bornWhole({ slot, item: { itemId: "tour-1" }, region: ireland }));
    return slot;
  }

  /** One worker: what it could not settle for contention is delivered again, as the queue would. */
  async function work(batch: readonly ClaimRequest[]): Promise<[ClaimRequest, Settlement][]> {
    const settled: [ClaimRequest, Settlement][] = [];
    for (let left = batch; left.length > 0;) {
      const unsettled: ClaimRequest[] = [];
      for (const [request, result] of await claimBatch(site(), left)) {
        if (!(result instanceof Error)) settled.push([request, result]);
        else if (result instanceof Contended) unsettled.push(request);
        else throw result;
      }
      left = unsettled;
    }
    return settled;
  }

  /** What was recorded for the customers of these requests. */
  async function recordsOf(requests: readonly ClaimRequest[]): Promise<Item[]> {
    const customers = new Set(requests.map(({ customerId }) => customerId));
    const ranges = [...customers].map((customerId) => ({ pk: customerPartition(customerId), from: " ", to: "~" }));
    return (await Promise.all(ranges.map((range) => store.query(range)))).flat();
  }

  /** Lets all batches be claimed at once, and checks the books of the slots. */
  async function race(slots: readonly Slot[], batches: readonly (readonly ClaimRequest[])[]) {
    const results = (await Promise.all(batches.map(work))).flat();
    const records = await recordsOf(batches.flat());
    const claims = claimsFrom(records);
    expect(claims, "each booking is recorded once").to.have.length(
      new Set(batches.flat().map((one) => one.bookingId)).size,
    );
    const left = new Map<string, number>();
    for (const slot of slots) {
      const items = await store.query(stockRange(slot.slotId));
      expect(discrepancy(slot, [...items, ...records])).to.be.undefined;
      const stock = stockFrom(slot.slotId, items);
      expect(heldIn(stock, ireland)).to.equal(slot.capacity);
      left.set(slot.slotId, unsoldIn(stock, ireland));
    }
    const confirmations = results.filter(([, { outcome }]) => outcome === "confirmed");
    const confirmed = claims.filter(({ status }) => status === "confirmed");
    expect(confirmations.map(([{ bookingId }]) => bookingId).toSorted(), "each is confirmed once").to.deep.equal(
      confirmed.map(({ bookingId }) => bookingId).toSorted(),
    );
    const rejected = claims.filter(({ status }) => status === "rejected");
    // In a batch of several one may be rejected for the sake of another that is not confirmed in the end.
    for (const claim of rejected) {
      const lacks = claim.slots.some(({ slotId, units }) => units > (left.get(slotId) ?? 0));
      expect(lacks, "who is rejected would find too few").to.be.true;
    }
    return { confirmed: confirmed.length, rejected: rejected.length };
  }

  const inBatches = <Of>(list: readonly Of[], size: number) =>
    Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));

  for (const [name, shards] of [
    ["one shard", 1],
    ["four shards", 4],
  ] as const) {
    for (const size of [1, 10]) {
      it(`never oversells: 40 bookings at once, each delivered twice, for 10 places in ${name}, in batches of ${size}`, async () => {
        const slot = await newSlot(10, shards);
        const requests = Array.from({ length: 40 }, (_, index) =>
          requestFor({ customerId: `racer-${ids}-${index}`, slots: [unitsOf(slot.slotId)] }),
        );
        const deliveries = [...inBatches(requests, size), ...inBatches(requests.toReversed(), size)];
        expect(await race([slot], deliveries)).to.deep.equal({ confirmed: 10, rejected: 30 });
      });
    }
  }

  it("sells all there is, though no shard has enough for anybody", async () => {
    const slot = await newSlot(12, 6);
    const requests = Array.from({ length: 6 }, (_, index) =>
      requestFor({ customerId: `scattered-${index}`, slots: [unitsOf(slot.slotId, 3)] }),
    );
    expect(await race([slot], inBatches(requests, 2))).to.deep.equal({ confirmed: 4, rejected: 2 });
  });

  it("keeps the books of every slot, whatever is asked for at once and however often it is delivered", async () => {
    const want = fc.record({ slot: fc.nat({ max: 2 }), units: fc.integer({ min: 1, max: 4 }) });
    const wants = fc.uniqueArray(want, { minLength: 1, maxLength: 3, selector: ({ slot }) => slot });
    const demand = fc.array(fc.record({ wants, deliveries: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 10,
    });
    const stock = fc.record({ capacity: fc.integer({ min: 1, max: 8 }), shards: fc.integer({ min: 1, max: 3 }) });
    const size = fc.integer({ min: 1, max: 5 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(stock, stock, stock), demand, size, async (stocks, bookings, batchSize) => {
        const slots = await Promise.all(
          stocks.map(({ capacity, shards }) => newSlot(capacity, Math.min(capacity, shards))),
        );
        const run = (ids += 1);
        const requests = bookings.map(({ wants: wanted }, index) =>
          requestFor({
            customerId: `run-${run}-${index}`,
            slots: wanted.map(({ slot, units }) => unitsOf(slots[slot]?.slotId ?? "", units)),
          }),
        );
        // Each delivery is a request of its own, as each message is parsed by itself.
        const asked = requests.flatMap((request, index) =>
          Array.from({ length: bookings[index]?.deliveries ?? 0 }, () => ({ ...request })),
        );
        await race(slots, inBatches(asked, batchSize));

        const before = await recordsOf(requests);
        for (const [, { outcome }] of await work(requests)) expect(outcome, "delivered again").to.equal("duplicate");
        expect(await recordsOf(requests)).to.deep.equal(before);
      }),
      { numRuns: 25 },
    );
  });
});
