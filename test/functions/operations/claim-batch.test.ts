import { expect } from "chai";
import fc from "fast-check";
import { prolongationPart } from "../../../functions/ledger/booking-id.ts";
import type { ClaimRequest } from "../../../functions/ledger/claim.ts";
import type { Action } from "../../../functions/ledger/store.ts";
import { withdrawal } from "../../../functions/ledger/slot.ts";
import { claimBatch } from "../../../functions/operations/claim-batch.ts";
import { cancelBooking } from "../../../functions/operations/end-claims.ts";
import { discrepancy } from "../../history/books.ts";
import { claimFor, ireland, requestFor, sydney, unitsOf, virginia } from "../ledger/samples.ts";
import { SimulatedSite, statusesOf } from "./simulated-site.ts";

const customers = (count: number, changes: Parameters<typeof requestFor>[0] = {}) =>
  Array.from({ length: count }, (_, index) => requestFor({ customerId: `customer-${index}`, ...changes }));
const kindsOf = (actions: readonly Action[] = []) => Map.groupBy(actions, ({ kind }) => kind);

describe("claiming a batch", () => {
  let site: SimulatedSite;
  beforeEach(() => {
    site = new SimulatedSite();
    site.bear("s", 10);
  });

  const settled = async (...requests: ClaimRequest[]) => [...(await claimBatch(site, requests)).values()];

  it("settles nothing of nothing", async () => {
    expect(await settled()).to.deep.equal([]);
    expect(site.commits).to.deep.equal([]);
  });

  it("of ten bookings of one slot is one commit with one debit", async () => {
    expect(await settled(...customers(10))).to.deep.equal(Array(10).fill({ outcome: "confirmed" }));
    expect(site.commits).to.have.length(1);
    const kinds = kindsOf(site.commits[0]);
    expect(kinds.get("debit")).to.have.length(1);
    expect(kinds.get("debit")?.[0]).to.include({ units: 10, purpose: "sell" });
    expect(kinds.get("create")).to.have.length(10);
    expect([site.unsold("s"), site.held("s")]).to.deep.equal([0, 10]);
  });

  it("confirms who fits and forwards the others, the whole of a booking or nothing of it", async () => {
    site.bear("few", 1);
    const results = await settled(
      requestFor({ customerId: "a", slots: [unitsOf("s", 4), unitsOf("few", 2)] }),
      requestFor({ customerId: "b", slots: [unitsOf("s", 9), unitsOf("few", 1)] }),
      requestFor({ customerId: "c", slots: [unitsOf("s", 2)] }),
    );
    expect(results.map((result) => ("outcome" in result ? result.outcome : result))).to.have.members([
      "confirmed",
      "forwarded",
      "forwarded",
    ]);
    expect([site.unsold("s"), site.unsold("few")]).to.deep.equal([1, 0]);
    expect(statusesOf(site.claims().filter(({ customerId }) => customerId === "b"))).to.deep.equal(["confirmed"]);
  });

  it("debits nothing for what is sold out: each is recorded alone", async () => {
    const alone = new SimulatedSite(ireland, [ireland]);
    alone.bear("s", 1);
    const results = await claimBatch(alone, customers(5, { slots: [unitsOf("s", 2)] }));
    expect([...results.values()]).to.deep.equal(Array(5).fill({ outcome: "rejected", reason: "sold-out" }));
    expect(alone.commits.flat().map(({ kind }) => kind)).to.deep.equal(Array(5).fill("create"));
    expect(alone.unsold("s")).to.equal(1);
  });

  it("rejects what may not be had, with the reason, and takes nothing for it", async () => {
    site.bear("begun", 5, { startsAt: site.time });
    site.bear("withdrawn", 5);
    site.put(withdrawal("withdrawn", site.region), withdrawal("never born", site.region));
    const results = await settled(
      requestFor({ customerId: "a", slots: [unitsOf("nowhere")] }),
      requestFor({ customerId: "b", slots: [unitsOf("begun"), unitsOf("s")] }),
      requestFor({ customerId: "c" }),
      requestFor({ customerId: "d", slots: [unitsOf("withdrawn"), unitsOf("s")] }),
      requestFor({ customerId: "e", slots: [unitsOf("never born")] }),
    );
    expect(results).to.have.deep.members([
      { outcome: "rejected", reason: "unknown-slot" },
      { outcome: "rejected", reason: "slot-in-the-past" },
      { outcome: "rejected", reason: "slot-withdrawn" },
      { outcome: "rejected", reason: "slot-withdrawn" },
      { outcome: "confirmed" },
    ]);
    expect(["s", "begun", "withdrawn"].map((slotId) => site.unsold(slotId))).to.deep.equal([9, 5, 5]);
  });

  describe("with a request that came before", () => {
    it("changes nothing, whatever it came to", async () => {
      const requests = [...customers(10), requestFor({ customerId: "late" }), requestFor({ slots: [unitsOf("x")] })];
      await settled(...requests);
      const before = site.table.items;
      expect(await settled(...requests)).to.deep.equal(Array(12).fill({ outcome: "duplicate" }));
      expect(site.table.items).to.have.deep.members(before);
    });

    it("in the same batch settles it once, and tells the second what became of the first", async () => {
      const request = requestFor();
      const results = await settled(request, { ...request }, requestFor({ customerId: "other" }), { ...request });
      expect(results.map((result) => ("outcome" in result ? result.outcome : result))).to.have.members([
        "confirmed",
        "confirmed",
        "duplicate",
        "duplicate",
      ]);
      expect(site.unsold("s")).to.equal(8);
    });

    it("under the same key for something else rejects it, and says so beside the claim", async () => {
      const [first, second] = [requestFor(), requestFor({ slots: [unitsOf("s", 2)] })];
      await settled(first);
      const standing = site.claims();
      const rejected = { outcome: "rejected", reason: "idempotency-key-reused" };
      expect(await settled(second)).to.deep.equal([rejected]);
      expect(site.claims()).to.deep.include.members(standing);
      expect(site.claims().find(({ bookingId }) => bookingId === second.bookingId)).to.include({
        status: "rejected",
        reason: "idempotency-key-reused",
      });
      expect(await settled(second), "again").to.deep.equal([rejected]);
      expect(site.claims()).to.have.length(2);
      expect(site.unsold("s")).to.equal(9);
    });

    it("under one key for two things in one batch confirms the first", async () => {
      const [first, second] = [requestFor(), requestFor({ slots: [unitsOf("s", 2)] })];
      const results = await claimBatch(site, [first, second]);
      expect(results.get(first)).to.deep.equal({ outcome: "confirmed" });
      expect(results.get(second)).to.deep.equal({ outcome: "rejected", reason: "idempotency-key-reused" });
    });

    it("that was cancelled before it came does not sell it", async () => {
      const request = requestFor();
      await cancelBooking(site, claimFor(request, { region: virginia, status: "cancelled" }));
      expect(await settled(request)).to.deep.equal([{ outcome: "duplicate" }]);
      expect(site.unsold("s")).to.equal(10);
    });
  });

  describe("with a request that was forwarded here", () => {
    const search = { origin: sydney, asked: { [sydney]: [0] }, hops: 1 };

    it("confirms it, though the slot is not known here yet, or forwards it with what was held here", async () => {
      expect(await settled(requestFor({ search }))).to.deep.equal([{ outcome: "confirmed" }]);
      const unknown = requestFor({ customerId: "b", slots: [unitsOf("unknown")], search });
      expect(await settled(unknown)).to.deep.equal([{ outcome: "forwarded", to: virginia }]);
      expect(site.claims().at(-1)).to.deep.include({
        search: { origin: sydney, asked: { [sydney]: [0], [ireland]: [0] }, hops: 2 },
      });
    });

    it("confirms what it had forwarded itself, when it comes back and there are places now", async () => {
      const request = requestFor({ slots: [unitsOf("s", 11)] });
      await settled(request);
      const [forwarded] = site.claims();
      if (forwarded?.status !== "forwarded") throw new Error("it was not forwarded");
      site.put({ pk: "SLOT#s", sk: "ALLOT#eu-west-1#0", slotId: "s", region: ireland, shard: 0, unsold: 11, held: 11 });
      expect(await settled({ ...request, search: forwarded.search })).to.deep.equal([{ outcome: "confirmed" }]);
      expect(site.claims()[0]).to.include({ status: "confirmed", version: 2 });
    });

    it("takes no notice of what it has passed on since", async () => {
      const request = requestFor({ slots: [unitsOf("s", 11)], search: { ...search, hops: 5 } });
      await settled(request);
      const before = site.table.items;
      expect(await settled({ ...request, search })).to.deep.equal([{ outcome: "duplicate" }]);
      expect(site.table.items).to.have.deep.members(before);
    });

    it("does not sell it again once it is confirmed", async () => {
      await settled(requestFor());
      expect(await settled(requestFor({ search }))).to.deep.equal([{ outcome: "duplicate" }]);
      expect(site.unsold("s")).to.equal(9);
    });
  });

  describe("with a prolongation", () => {
    const first = requestFor();
    const part = prolongationPart(first.bookingId, "more");
    const prolongation = { ...first, part, slots: [unitsOf("s", 3)] };

    it("confirms it beside the booking that it prolongs", async () => {
      await settled(first);
      expect(await settled(prolongation)).to.deep.equal([{ outcome: "confirmed" }]);
      expect(site.claims().map(({ part, status }) => [part, status])).to.deep.equal([
        ["0", "confirmed"],
        [part, "confirmed"],
      ]);
      expect(site.unsold("s")).to.equal(6);
    });

    it("rejects it if the booking is not confirmed, or is cancelled", async () => {
      const rejected = [{ outcome: "rejected", reason: "not-confirmed" }];
      expect(await settled(prolongation)).to.deep.equal(rejected);
      await settled(first);
      await cancelBooking(site, claimFor(first));
      const other = { ...prolongation, part: prolongationPart(first.bookingId, "other") };
      expect(await settled(other)).to.deep.equal(rejected);
      expect(site.unsold("s")).to.equal(10);
    });

    it("rejects it if the booking is cancelled between its reading and its commit", async () => {
      await settled(first);
      let isFirst = true;
      site.beforeCommit = () => {
        if (!isFirst) return;
        isFirst = false;
        const [claim] = site.table.items.filter(({ part }) => part === "0");
        if (claim !== undefined) site.put({ ...claim, status: "cancelled", version: 2 });
      };
      expect(await settled(prolongation)).to.deep.equal([{ outcome: "rejected", reason: "not-confirmed" }]);
      expect(site.unsold("s")).to.equal(9);
    });

    it("forwards it to the region that holds the booking", async () => {
      const { pk, sk } = { pk: "CUSTOMER#customer", sk: `BOOKING#${first.bookingId.slice(0, 16)}#0#us-east-1` };
      site.put({ pk, sk, ...claimFor(first, { region: virginia }) });
      expect(await settled(prolongation)).to.deep.equal([{ outcome: "forwarded", to: virginia }]);
      expect(site.claims().find((claim) => claim.part === part)).to.deep.include({
        search: { origin: ireland, asked: {}, hops: 1 },
      });
      expect(site.unsold("s")).to.equal(10);
    });
  });

  it("keeps the books, and gives the same answers when all is delivered again, whatever is asked for", async () => {
    const wants = fc.uniqueArray(fc.record({ slot: fc.nat({ max: 2 }), units: fc.integer({ min: 1, max: 4 }) }), {
      minLength: 1,
      maxLength: 3,
      selector: ({ slot }) => slot,
    });
    const slots = fc.array(
      fc.record({ capacity: fc.integer({ min: 3, max: 8 }), shards: fc.integer({ min: 1, max: 3 }) }),
      {
        minLength: 3,
        maxLength: 3,
      },
    );
    await fc.assert(
      fc.asyncProperty(slots, fc.array(wants, { minLength: 1, maxLength: 12 }), async (born, asked) => {
        const alone = new SimulatedSite(ireland, [ireland]);
        for (const [index, { capacity, shards }] of born.entries()) alone.bear(`s${index}`, capacity, { shards });
        const requests = asked.map((list, index) =>
          requestFor({ customerId: `c${index}`, slots: list.map(({ slot, units }) => unitsOf(`s${slot}`, units)) }),
        );
        const results = await claimBatch(alone, requests);
        const left = born.map(({ capacity }) => capacity);
        for (const [index, list] of asked.entries()) {
          const fits = list.every(({ slot, units }) => units <= (left[slot] ?? 0));
          if (fits) for (const { slot, units } of list) left[slot] = (left[slot] ?? 0) - units;
          const became = fits ? { outcome: "confirmed" } : { outcome: "rejected", reason: "sold-out" };
          expect(requests[index] && results.get(requests[index])).to.deep.equal(became);
        }
        for (const [index, { capacity }] of born.entries()) {
          expect(discrepancy({ slotId: `s${index}`, capacity }, alone.table.items)).to.be.undefined;
          expect(alone.unsold(`s${index}`)).to.equal(left[index]);
        }
        const before = alone.table.items;
        const again = await claimBatch(alone, requests);
        expect(new Set([...again.values()].map((one) => "outcome" in one && one.outcome))).to.deep.equal(
          new Set(["duplicate"]),
        );
        expect(alone.table.items).to.have.deep.members(before);
      }),
    );
  });
});
