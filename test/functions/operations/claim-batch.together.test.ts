import { expect } from "chai";
import { prolongationPart } from "../../../functions/ledger/booking-id.ts";
import { maximumActions } from "../../../functions/ledger/store.ts";
import { claimBatch } from "../../../functions/operations/claim-batch.ts";
import { requestFor, unitsOf } from "../ledger/samples.ts";
import { SimulatedSite, statusesOf } from "./simulated-site.ts";

describe("claiming a batch whose requests stand in each other's way", () => {
  it("confirms two prolongations of one booking that come together, and leaves others in peace", async () => {
    const site = new SimulatedSite();
    site.bear("s", 10);
    const first = requestFor();
    await claimBatch(site, [first]);
    const parts = ["one", "two"].map((key) => ({ ...first, part: prolongationPart(first.bookingId, key) }));
    await claimBatch(site, [...parts, requestFor({ customerId: "somebody-else" })]);
    expect(statusesOf(site.claims())).to.deep.equal(["confirmed", "confirmed", "confirmed", "confirmed"]);
  });

  it("never commits more actions than DynamoDB takes, however many shards a booking's places lie in", async () => {
    const site = new SimulatedSite();
    const slots = Array.from({ length: 7 }, (_, index) => unitsOf(`s${index}`, 16));
    for (const { slotId } of slots) site.bear(slotId, 16, { shards: 16 });
    await claimBatch(site, [requestFor({ slots })]);
    expect(Math.max(...site.commits.map(({ length }) => length))).to.be.at.most(maximumActions);
  });

  it("rejects nobody for the sake of another request that is not confirmed in the end", async () => {
    const site = new SimulatedSite("eu-west-1", ["eu-west-1"]);
    site.bear("s", 4);
    const [large, small] = [4, 1].map((units) =>
      requestFor({ customerId: `wants-${units}`, slots: [unitsOf("s", units)] }),
    );
    let isFirst = true;
    site.beforeCommit = (actions) => {
      const allotment = site.table.items.find(({ sk }) => sk.startsWith("ALLOT#"));
      if (!isFirst || allotment === undefined || !actions.some(({ kind }) => kind === "debit")) return;
      isFirst = false;
      site.put({ ...allotment, unsold: 3 }); // another worker has sold one
    };
    const results = await claimBatch(
      site,
      [large, small].filter((one) => one !== undefined),
    );
    expect(small && results.get(small), "three are left, one is wanted").to.deep.equal({ outcome: "confirmed" });
  });
});
