import { expect } from "chai";
import fc from "fast-check";
import { fenceKey } from "../../../functions/ledger/keys.ts";
import { claimBatch } from "../../../functions/operations/claim-batch.ts";
import { settle } from "../../../functions/operations/settle.ts";
import { rebalance, receive, reclaim, setFence, transferTo } from "../../../functions/operations/transfers.ts";
import { discrepancy } from "../../history/books.ts";
import { ireland, requestFor, sydney, unitsOf, virginia } from "../ledger/samples.ts";
import { SimulatedSite } from "./simulated-site.ts";

const transfer = { slotId: "s", transferId: "1", region: virginia, to: ireland, units: 5, shards: 2 };
const sent = { pk: "SLOT#s", sk: "TRANSFER#us-east-1#eu-west-1#1", ...transfer };

describe("moving units between regions", () => {
  let site: SimulatedSite;
  beforeEach(() => {
    site = new SimulatedSite();
  });
  const transfers = () =>
    site.table.items.filter(({ sk }) => sk.startsWith("TRANSFER#")).map(({ to, units, shards }) => [to, units, shards]);

  it("receives what was sent, and credits it once however often it is told", async () => {
    await receive(site, transfer);
    await receive(site, transfer);
    expect([site.unsold("s"), site.held("s")]).to.deep.equal([5, 5]);
    expect(site.table.items.map(({ sk }) => sk).toSorted()).to.deep.equal([
      "ALLOT#eu-west-1#0",
      "ALLOT#eu-west-1#1",
      "RECEIPT#eu-west-1#us-east-1#1",
    ]);
  });

  it("knows a transfer to a region from all else", () => {
    expect(transferTo(ireland, sent)).to.deep.equal(transfer);
    expect(transferTo(sydney, sent)).to.be.undefined;
    expect(transferTo(ireland, { ...sent, sk: "RECEIPT#eu-west-1#us-east-1#1" })).to.be.undefined;
  });

  describe("by rebalancing", () => {
    it("sends units to who has none, over as many shards as the slot has, and does not send them twice", async () => {
      site.bear("s", 90, { shards: 3 });
      await rebalance(site, "s");
      await rebalance(site, "s");
      expect(transfers()).to.deep.equal([
        [virginia, 30, 3],
        [sydney, 30, 3],
      ]);
      expect([site.unsold("s"), site.held("s")]).to.deep.equal([30, 30]);
    });

    it("first credits what was sent here, in case nobody has said so", async () => {
      site.put(sent);
      await rebalance(site, "s");
      expect(site.unsold("s")).to.equal(5);
    });

    it("sends nothing to a region that was taken out of service, or has been silent", async () => {
      site.bear("s", 90);
      site.put(
        { ...fenceKey(virginia), region: virginia, fenced: true, version: 1 },
        { pk: "REGIONS", sk: `HEARTBEAT#${sydney}`, region: sydney, at: "2030-01-01T11:00:00.000Z" },
      );
      await rebalance(site, "s");
      expect(transfers()).to.deep.equal([]);
    });

    it("sends nothing if others have taken the units meanwhile", async () => {
      site.bear("s", 90);
      site.beforeCommit = () => {
        const allotment = site.table.items.find(({ sk }) => sk.startsWith("ALLOT#"));
        if (allotment !== undefined) site.put({ ...allotment, unsold: 10 });
      };
      await rebalance(site, "s");
      expect(transfers()).to.deep.equal([]);
      expect(site.unsold("s")).to.equal(10);
    });
  });

  describe("from a region that is taken out of service", () => {
    it("says so in its own table, once", async () => {
      await setFence(site, true);
      await setFence(site, true);
      expect(site.commits).to.have.length(1);
      expect(site.table.get(fenceKey(ireland))).to.include({ region: ireland, fenced: true, at: site.time });
    });

    it("says so too when it is back, and nothing if it was never away", async () => {
      await setFence(site, false);
      expect(site.commits).to.be.empty;
      await setFence(site, true);
      await setFence(site, false);
      expect(site.table.get(fenceKey(ireland))).to.include({ region: ireland, fenced: false, version: 2 });
    });

    it("sends all unsold units of every shard, what had just arrived included, and leaves nothing to sell", async () => {
      site.bear("s", 10, { shards: 3 });
      site.put(sent);
      await claimBatch(site, [requestFor({ slots: [unitsOf("s", 2)] })]);
      expect(await reclaim(site, "s", sydney)).to.equal(13);
      expect([site.unsold("s"), site.held("s")]).to.deep.equal([0, 2]);
      expect(transfers()).to.deep.include([sydney, 13, 3]);
      await claimBatch(site, [requestFor({ customerId: "late" })]);
      expect(site.claims().find(({ customerId }) => customerId === "late")).to.include({ status: "forwarded" });
      expect(await reclaim(site, "s", sydney), "again").to.equal(0);
    });

    it("sends what is left when somebody has sold some meanwhile", async () => {
      site.bear("s", 10);
      let isFirst = true;
      site.beforeCommit = () => {
        const allotment = site.table.items.find(({ sk }) => sk.startsWith("ALLOT#"));
        if (isFirst && allotment !== undefined) site.put({ ...allotment, unsold: 4 });
        isFirst = false;
      };
      expect(await reclaim(site, "s", sydney)).to.equal(4);
      expect(site.unsold("s")).to.equal(0);
    });
  });

  it("loses and makes no unit, whatever is sold, rebalanced, reclaimed, and heard of when", async () => {
    const names = [ireland, virginia, sydney];
    const region = fc.nat({ max: 2 });
    const step = fc.oneof(
      fc.record({ kind: fc.constant("sell" as const), at: region, units: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant("rebalance" as const), at: region }),
      fc.record({ kind: fc.constant("reclaim" as const), at: region, to: region }),
      fc.record({ kind: fc.constant("hear" as const), at: region, from: region }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 3, max: 60 }),
        fc.integer({ min: 1, max: 3 }),
        fc.array(step, { maxLength: 25 }),
        async (capacity, shards, steps) => {
          const sites = names.map((name) => new SimulatedSite(name, names));
          sites[0]?.bear("s", capacity, { shards });
          for (const [index, one] of steps.entries()) {
            const at = sites[one.at];
            if (at === undefined) continue;
            if (one.kind === "sell") {
              await claimBatch(at, [requestFor({ customerId: `c${index}`, slots: [unitsOf("s", one.units)] })]);
            } else if (one.kind === "rebalance") await rebalance(at, "s");
            else if (one.kind === "reclaim" && one.to !== one.at) await reclaim(at, "s", names[one.to] ?? "");
            else if (one.kind === "hear") {
              sites[one.from]?.replicateTo(at);
              for (const item of at.table.items) await settle(at, item, () => Promise.resolve());
            }
            const authoritative = sites.flatMap(({ region: of, table }) =>
              table.items.filter((item) => item.region === of),
            );
            expect(discrepancy({ slotId: "s", capacity }, authoritative), `after step ${index}`).to.be.undefined;
          }
        },
      ),
    );
  });
});
