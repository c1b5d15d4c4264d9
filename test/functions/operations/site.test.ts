import { expect } from "chai";
import { fenceKey, heartbeatKey } from "../../../functions/ledger/keys.ts";
import { Contended } from "../../../functions/ledger/store.ts";
import type { Action } from "../../../functions/ledger/store.ts";
import { beat, claimsOf, commit, regionsOf, stocksOf } from "../../../functions/operations/site.ts";
import { claimBatch } from "../../../functions/operations/claim-batch.ts";
import { ireland, requestFor, sydney, virginia } from "../ledger/samples.ts";
import { SimulatedSite } from "./simulated-site.ts";

const create = (sk: string): Action => ({ kind: "create", item: { pk: "p", sk, version: 1 } });
const failing = (times: number, error: () => Error) => {
  let left = times;
  return () => {
    if ((left -= 1) >= 0) throw error();
  };
};

describe("a region at work", () => {
  let site: SimulatedSite;
  beforeEach(() => {
    site = new SimulatedSite();
  });

  describe("committing", () => {
    it("is done without any refusal, or names what did not hold", async () => {
      expect(await commit(site, [create("a")])).to.deep.equal([]);
      expect(await commit(site, [create("b"), create("a")])).to.deep.equal([
        { index: 1, existing: { pk: "p", sk: "a", version: 1 } },
      ]);
    });

    it("tries again while others are at the same items, and says so each time", async () => {
      site.beforeCommit = failing(2, () => new Contended("throttled"));
      expect(await commit(site, [create("a")])).to.deep.equal([]);
      expect(site.contentions).to.deep.equal(["throttled", "throttled"]);
    });

    it("gives up when that lasts longer than the backoff", async () => {
      site.beforeCommit = failing(3, () => new Contended("conflict"));
      const error = await commit(site, [create("a")]).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Contended).with.property("kind", "conflict");
      expect(site.contentions).to.have.length(3);
      expect(site.table.items).to.deep.equal([]);
    });

    it("does not try again what is refused, or fails for another reason", async () => {
      await commit(site, [create("a")]);
      let tries = 0;
      site.beforeCommit = () => {
        tries += 1;
      };
      await commit(site, [create("a")]);
      expect(tries).to.equal(1);
      site.beforeCommit = failing(1, () => new TypeError("broken"));
      expect(await commit(site, [create("b")]).catch((reason: unknown) => reason)).to.be.instanceOf(TypeError);
      expect(site.contentions).to.deep.equal([]);
    });
  });

  describe("reading", () => {
    it("finds the claims of a request in all regions, and of no other request", async () => {
      const request = requestFor();
      site.bear("s", 3);
      const other = new SimulatedSite(virginia);
      other.bear("s", 3);
      await claimBatch(other, [request]);
      other.replicateTo(site);
      await claimBatch(site, [request, requestFor({ idempotencyKey: "another" }), requestFor({ customerId: "b" })]);
      const found = await claimsOf(site, request);
      expect(found.map(({ bookingId, region }) => [bookingId, region])).to.deep.equal([
        [request.bookingId, ireland],
        [request.bookingId, virginia],
      ]);
    });

    it("finds the stock of each slot once, also of one that is not known", async () => {
      site.bear("s", 3);
      const stocks = await stocksOf(site, ["s", "t", "s"]);
      expect(stocks.map(({ slotId, entry }) => [slotId, entry?.capacity])).to.deep.equal([
        ["s", 3],
        ["t", undefined],
      ]);
      expect(stocks[0]?.allotments).to.have.length(1);
    });
  });

  describe("looking at the others", () => {
    const heard = (region: string, at: string) => {
      site.put({ ...heartbeatKey(region), region, at, version: 1 });
    };
    const alive = async () => (await regionsOf(site)).filter(({ alive }) => alive).map(({ name }) => name);

    it("takes those for alive that have never said anything", async () => {
      expect(await regionsOf(site)).to.deep.equal(
        [ireland, virginia, sydney].map((name) => ({ name, alive: true, fenced: false })),
      );
    });

    it("takes a region for dark that has been silent for three minutes", async () => {
      heard(virginia, "2030-01-01T11:57:00.001Z");
      heard(sydney, "2030-01-01T11:57:00.000Z");
      expect(await alive()).to.deep.equal([ireland, virginia]);
      site.time = "2030-01-01T12:00:00.001Z";
      expect(await alive()).to.deep.equal([ireland]);
      heard(virginia, site.time);
      expect(await alive()).to.deep.equal([ireland, virginia]);
    });

    it("sees who was taken out of service, and names no region that is none", async () => {
      for (const [region, fenced] of [
        [sydney, true],
        [virginia, false],
        ["sa-east-1", true],
      ] as const) {
        site.put({ ...fenceKey(region), region, fenced });
      }
      const regions = await regionsOf(site);
      expect(regions.filter(({ fenced }) => fenced).map(({ name }) => name)).to.deep.equal([sydney]);
      expect(regions).to.have.length(3);
    });
  });

  describe("saying that it is alive", () => {
    it("puts a heartbeat of its own, a new version each time", async () => {
      await beat(site);
      site.time = "2030-01-01T12:01:00.000Z";
      await beat(site);
      expect(site.table.items).to.deep.equal([
        { ...heartbeatKey(ireland), region: ireland, at: "2030-01-01T12:01:00.000Z", version: 2 },
      ]);
    });

    it("is content if another of its functions has said it meanwhile", async () => {
      site.beforeCommit = () => {
        site.put({ ...heartbeatKey(ireland), region: ireland, at: site.time, version: 9 });
      };
      await beat(site);
      expect(site.table.get(heartbeatKey(ireland))).to.include({ version: 9 });
    });

    it("fails if the table cannot be written", async () => {
      site.beforeCommit = () => {
        throw new Error("no table");
      };
      expect(await beat(site).catch((reason: unknown) => reason)).to.have.property("message", "no table");
    });
  });
});
