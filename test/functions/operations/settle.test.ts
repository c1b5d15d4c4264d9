import { expect } from "chai";
import type { ClaimRequest } from "../../../functions/ledger/claim.ts";
import { newClaim } from "../../../functions/ledger/claim.ts";
import { slotEntryKey } from "../../../functions/ledger/keys.ts";
import type { Item } from "../../../functions/ledger/store.ts";
import { claimBatch } from "../../../functions/operations/claim-batch.ts";
import { cancelBooking } from "../../../functions/operations/end-claims.ts";
import { settle } from "../../../functions/operations/settle.ts";
import { ireland, noon, requestFor, sydney, unitsOf, virginia } from "../ledger/samples.ts";
import { SimulatedSite, statusesOf } from "./simulated-site.ts";

const request = requestFor({ slots: [unitsOf("s", 2)] });
const earlier = "2030-01-01T11:59:59.000Z";
const search = { origin: virginia, asked: { [virginia]: [0] }, hops: 1 };
const claimed = (became: Parameters<typeof newClaim>[3], region: string = virginia, at = earlier) =>
  newClaim(request, region, at, became);

describe("settling what has arrived", () => {
  let site: SimulatedSite;
  let queue: ClaimRequest[];
  beforeEach(() => {
    site = new SimulatedSite();
    site.bear("s", 10);
    queue = [];
  });

  const enqueue = (forwarded: ClaimRequest) => {
    queue.push(forwarded);
    return Promise.resolve();
  };
  /** An item arrives: it is in the table when it is settled. */
  const arrives = async (item: Item) => {
    site.put(item);
    return await settle(site, item, enqueue);
  };
  /** Settles it once more, as a stream may, and sees that nothing comes of it. */
  const comesAgain = async (item: Item) => {
    const before = site.table.items;
    await settle(site, item, enqueue);
    expect(site.table.items, "settled twice").to.have.deep.members(before);
  };
  const own = () => site.claims().filter(({ region }) => region === ireland);

  it("releases a claim that is beaten by one that arrives, whichever of the two is settled last", async () => {
    await claimBatch(site, [request]);
    const winner = claimed({ status: "confirmed" });
    await arrives(winner);
    expect(statusesOf(own())).to.deep.equal(["released"]);
    expect(site.unsold("s")).to.equal(10);
    await comesAgain(winner);
  });

  it("releases its own claim when that is settled after the winner has arrived", async () => {
    site.put(claimed({ status: "confirmed" }));
    await claimBatch(site, [request]);
    const [loser] = site.table.items.filter(({ sk, region }) => sk.startsWith("BOOKING#") && region === ireland);
    if (loser === undefined) throw new Error("nothing was recorded");
    await settle(site, loser, enqueue);
    expect(statusesOf(own())).to.deep.equal(["released"]);
    await comesAgain(loser);
  });

  it("keeps a claim that beats the one that arrives", async () => {
    await claimBatch(site, [request]);
    await arrives(claimed({ status: "confirmed" }, virginia, "2030-01-01T12:00:01.000Z"));
    expect(statusesOf(own())).to.deep.equal(["confirmed"]);
  });

  it("ends here what was cancelled elsewhere", async () => {
    await claimBatch(site, [request]);
    const cancelled = claimed({ status: "cancelled" });
    await arrives(cancelled);
    expect(statusesOf(own())).to.deep.equal(["cancelled"]);
    expect(site.unsold("s")).to.equal(10);
    await comesAgain(cancelled);
  });

  it("does nothing about its own cancellation", async () => {
    const cancelled = claimed({ status: "cancelled" }, ireland);
    await arrives(cancelled);
    expect(site.commits).to.deep.equal([]);
  });

  for (const became of [
    { status: "rejected", reason: "sold-out" },
    { status: "released", winner: sydney },
  ] as const) {
    it(`does nothing about a claim that was ${became.status} elsewhere`, async () => {
      expect(await arrives(claimed(became))).to.be.undefined;
      expect([site.commits, queue]).to.deep.equal([[], []]);
    });
  }

  describe("that was forwarded", () => {
    const forwarded = claimed({ status: "forwarded", to: ireland, search });

    it("takes it on, with how far the search has come, and names the slot that is short", async () => {
      expect(await arrives(forwarded)).to.equal("s");
      expect(queue).to.have.length(1);
      expect(queue[0]).to.deep.include({ ...request, search });
    });

    it("takes nothing on that was forwarded to another region, or from here", async () => {
      await arrives(claimed({ status: "forwarded", to: sydney, search }));
      await arrives(claimed({ status: "forwarded", to: ireland, search }, ireland));
      expect(queue).to.deep.equal([]);
    });

    it("takes nothing on that was answered here, or cancelled", async () => {
      await claimBatch(site, [request]);
      await arrives(forwarded);
      expect(queue, "confirmed").to.deep.equal([]);
      const [claim] = own();
      if (claim === undefined) throw new Error("nothing was recorded");
      await cancelBooking(site, claim);
      await settle(site, { ...forwarded, part: "0123456789abcdef" }, enqueue);
      expect(queue, "cancelled with all its parts").to.deep.equal([]);
    });

    it("takes on what comes back, and not what this region has passed on since", async () => {
      const passedOn = (hops: number) =>
        claimed({ status: "forwarded", to: sydney, search: { ...search, hops } }, ireland);
      site.put(passedOn(2));
      await arrives(forwarded);
      expect(queue).to.deep.equal([]);
      await arrives(claimed({ status: "forwarded", to: ireland, search: { ...search, hops: 2 } }));
      expect(queue).to.have.length(1);
    });

    it("fails if the queue does not take it, so that it is settled again", async () => {
      const failure = await settle(site, forwarded, () => Promise.reject(new Error("no queue"))).catch(
        (error: unknown) => error,
      );
      expect(failure).to.have.property("message", "no queue");
    });
  });

  describe("of a slot's units", () => {
    const transfer = { slotId: "s", transferId: "1", region: virginia, to: ireland, units: 4, shards: 2 };
    const sent = { pk: "SLOT#s", sk: "TRANSFER#us-east-1#eu-west-1#1", ...transfer };

    it("credits what was sent here, once", async () => {
      await arrives(sent);
      expect([site.unsold("s"), site.held("s")]).to.deep.equal([14, 14]);
      await comesAgain(sent);
    });

    it("credits nothing that was sent to another region", async () => {
      await arrives({ ...sent, sk: "TRANSFER#us-east-1#ap-southeast-2#1", to: sydney });
      expect(site.commits).to.deep.equal([]);
    });

    it("names the slot of an allotment of another region that is low, and of none that is not", async () => {
      const allotment = (region: string, unsold: number) => ({
        ...{ pk: "SLOT#s", sk: `ALLOT#${region}#0` },
        ...{ slotId: "s", region, shard: 0, unsold, held: 10 },
      });
      expect(await settle(site, allotment(virginia, 5), enqueue)).to.equal("s");
      expect(await settle(site, allotment(virginia, 6), enqueue)).to.be.undefined;
      expect(await settle(site, allotment(ireland, 0), enqueue)).to.be.undefined;
    });

    it("names a slot that was born here, whose units are all here yet", async () => {
      const entry = site.table.get(slotEntryKey("s", ireland));
      if (entry === undefined) throw new Error("there is no entry");
      expect(await settle(site, entry, enqueue)).to.equal("s");
      expect(await settle(site, { ...entry, region: virginia }, enqueue)).to.be.undefined;
    });
  });

  it("does nothing about what follows from nothing: receipts, listings, heartbeats", async () => {
    for (const sk of ["RECEIPT#eu-west-1#us-east-1#1", `SLOT#${noon}#s#eu-west-1`, "HEARTBEAT#us-east-1"]) {
      expect(await settle(site, { pk: "any", sk, region: virginia }, enqueue), sk).to.be.undefined;
    }
    expect(site.commits).to.deep.equal([]);
  });
});
