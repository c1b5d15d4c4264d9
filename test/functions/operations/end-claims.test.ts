import { expect } from "chai";
import { prolongationPart } from "../../../functions/ledger/booking-id.ts";
import { newClaim } from "../../../functions/ledger/claim.ts";
import { claimBatch } from "../../../functions/operations/claim-batch.ts";
import { cancelBooking, cancelRequested, releaseIfBeaten } from "../../../functions/operations/end-claims.ts";
import { claimFor, noon, requestFor, unitsOf, virginia } from "../ledger/samples.ts";
import { SimulatedSite, statusesOf } from "./simulated-site.ts";

const request = requestFor({ slots: [unitsOf("s", 2)] });
const prolongation = { ...request, part: prolongationPart(request.bookingId, "more"), slots: [unitsOf("t", 3)] };
const earlier = "2030-01-01T11:59:59.000Z";

describe("ending claims", () => {
  let site: SimulatedSite;
  beforeEach(() => {
    site = new SimulatedSite();
    site.bear("s", 10);
    site.bear("t", 10);
  });
  const unsold = () => [site.unsold("s"), site.unsold("t")];
  const put = (region: string, became: Parameters<typeof claimFor>[1] = {}, of = request) => {
    const { claimedAt = noon, ...rest } = became;
    site.put(newClaim(of, region, claimedAt, rest.status === undefined ? { status: "confirmed" } : rest));
  };

  describe("by a cancellation", () => {
    it("gives back the places of every part, and says so", async () => {
      await claimBatch(site, [request]);
      await claimBatch(site, [prolongation]);
      expect(unsold()).to.deep.equal([8, 7]);
      await cancelBooking(site, claimFor(request));
      expect(unsold()).to.deep.equal([10, 10]);
      expect(statusesOf(site.claims())).to.deep.equal(["cancelled", "cancelled"]);
      expect(site.claims().map(({ version }) => version)).to.deep.equal([2, 2]);
    });

    it("changes nothing the second time", async () => {
      await claimBatch(site, [request]);
      await cancelBooking(site, claimFor(request));
      const done = site.commits.length;
      await cancelBooking(site, claimFor(request));
      expect(site.commits).to.have.length(done);
      expect(unsold()).to.deep.equal([10, 10]);
    });

    it("leaves a claim that says so where there was none, so that none is made later", async () => {
      await cancelBooking(site, claimFor(request, { region: virginia, status: "cancelled" }));
      expect(site.claims()).to.have.length(1);
      expect(site.claims()[0]).to.include({ region: site.region, status: "cancelled", part: "0", version: 1 });
      await claimBatch(site, [request]);
      expect(unsold()).to.deep.equal([10, 10]);
      expect(statusesOf(site.claims())).to.deep.equal(["cancelled"]);
    });

    it("ends what was forwarded, and what was rejected", async () => {
      await claimBatch(site, [requestFor({ slots: [unitsOf("s", 11)] })]);
      const [forwarded] = site.claims();
      if (forwarded === undefined) throw new Error("nothing was recorded");
      await cancelBooking(site, forwarded);
      const unknown = requestFor({ customerId: "b", slots: [unitsOf("nowhere")] });
      await claimBatch(site, [unknown]);
      await cancelBooking(site, claimFor(unknown, { region: virginia }));
      expect(statusesOf(site.claims())).to.deep.equal(["cancelled", "cancelled"]);
      expect(unsold()).to.deep.equal([10, 10]);
    });

    it("writes nothing of other regions', and touches no other booking", async () => {
      const another = requestFor({ idempotencyKey: "another" });
      await claimBatch(site, [request, another]);
      put(virginia, { claimedAt: earlier });
      await cancelBooking(site, claimFor(request));
      expect(site.claims().map(({ bookingId, region, status }) => [bookingId, region, status])).to.have.deep.members([
        [request.bookingId, site.region, "cancelled"],
        [request.bookingId, virginia, "confirmed"],
        [another.bookingId, site.region, "confirmed"],
      ]);
      expect(site.unsold("s")).to.equal(9);
    });

    it("leaves the claim alone for which the customer's key stands", async () => {
      const other = requestFor({ slots: [unitsOf("s", 3)] });
      await claimBatch(site, [request]);
      await cancelBooking(site, claimFor(other, { region: virginia }));
      expect(statusesOf(site.claims())).to.deep.equal(["confirmed"]);
      expect(site.unsold("s")).to.equal(8);
    });

    it("begins again when a claim was changed meanwhile, and gives its places back once", async () => {
      await claimBatch(site, [request]);
      let isFirst = true;
      site.beforeCommit = () => {
        const [claim] = site.table.items.filter(({ sk }) => sk.startsWith("BOOKING#"));
        if (isFirst && claim !== undefined) site.put({ ...claim, version: 7 });
        isFirst = false;
      };
      await cancelBooking(site, claimFor(request));
      expect(site.claims()[0]).to.include({ status: "cancelled", version: 8 });
      expect(site.unsold("s")).to.equal(10);
    });

    it("that a customer asks for ends what is known here, and is nothing where nothing is known", async () => {
      await cancelRequested(site, request);
      expect(site.claims()).to.deep.equal([]);
      put(virginia);
      await cancelRequested(site, request);
      expect(site.claims().find(({ region }) => region === site.region)).to.include({ status: "cancelled" });
    });
  });

  describe("by another region's claim for the same part", () => {
    beforeEach(() => claimBatch(site, [request]));

    it("gives the places back if that one is earlier, and names it", async () => {
      put(virginia, { claimedAt: earlier });
      await releaseIfBeaten(site, claimFor(request, { region: virginia }));
      const own = site.claims().find(({ region }) => region === site.region);
      expect(own).to.include({ status: "released", winner: virginia, version: 2 });
      expect(site.unsold("s")).to.equal(10);
      await releaseIfBeaten(site, claimFor(request));
      expect(site.unsold("s"), "the second time").to.equal(10);
    });

    it("keeps them if that one is later, or as early and of a region that comes after by name", async () => {
      put(virginia);
      await releaseIfBeaten(site, claimFor(request));
      expect(statusesOf(site.claims())).to.deep.equal(["confirmed", "confirmed"]);
      expect(site.unsold("s")).to.equal(8);
    });

    it("keeps them if that one is no longer confirmed, is of another part, or alone", async () => {
      await releaseIfBeaten(site, claimFor(request));
      put(virginia, { claimedAt: earlier, status: "cancelled" });
      put(virginia, { claimedAt: earlier }, { ...request, part: prolongation.part });
      await releaseIfBeaten(site, claimFor(request));
      expect(site.claims().find(({ region }) => region === site.region)).to.include({ status: "confirmed" });
    });

    it("leaves alone what was cancelled meanwhile", async () => {
      put(virginia, { claimedAt: earlier });
      let isFirst = true;
      site.beforeCommit = () => {
        const own = site.table.items.find(({ sk, region }) => sk.startsWith("BOOKING#") && region === site.region);
        if (isFirst && own !== undefined) site.put({ ...own, status: "cancelled", version: 2 });
        isFirst = false;
      };
      await releaseIfBeaten(site, claimFor(request));
      expect(site.claims().find(({ region }) => region === site.region)).to.include({
        status: "cancelled",
        version: 2,
      });
      expect(site.unsold("s"), "who cancelled it gives them back").to.equal(8);
    });
  });
});
