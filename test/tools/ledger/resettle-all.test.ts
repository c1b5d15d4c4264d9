import { expect } from "chai";
import { newClaim } from "../../../functions/ledger/claim.ts";
import type { Item } from "../../../functions/ledger/store.ts";
import { transferKey } from "../../../functions/ledger/keys.ts";
import { resettleAll } from "../../../tools/ledger/resettle-all.ts";
import { ireland, requestFor, sydney, unitsOf, virginia } from "../../functions/ledger/samples.ts";
import { SimulatedSite, statusesOf } from "../../functions/operations/simulated-site.ts";

const request = requestFor({ slots: [unitsOf("s", 2)] });
const search = { origin: virginia, asked: { [virginia]: [0] }, hops: 1 };
const forwarded = newClaim(request, virginia, "2030-01-01T11:59:59.000Z", {
  status: "forwarded",
  to: ireland,
  search,
});

async function* itemsOf(site: SimulatedSite): AsyncGenerator<Item> {
  for (const item of site.table.items) yield await Promise.resolve(item);
}

describe("settling a table again", () => {
  let site: SimulatedSite;
  beforeEach(() => {
    site = new SimulatedSite();
    site.bear("s", 10);
  });

  it("claims what was forwarded here and never taken on, and credits what was sent, once", async () => {
    const transferId = "t";
    const key = transferKey("s", virginia, ireland, transferId);
    site.put(forwarded, { ...key, slotId: "s", transferId, region: virginia, to: ireland, units: 3, shards: 1 });
    const before = site.table.items.length;
    expect(await resettleAll(site, itemsOf(site))).to.deep.equal({ settled: before, failures: [] });
    const own = () => site.claims().filter(({ region }) => region === ireland);
    expect(statusesOf(own())).to.deep.equal(["confirmed"]);

    const after = site.table.items;
    expect((await resettleAll(site, itemsOf(site))).failures).to.deep.equal([]);
    expect(statusesOf(own())).to.deep.equal(["confirmed"]);
    expect(site.table.items, "settled twice").to.have.deep.members(after);
  });

  it("divides a slot whose birth nobody settled", async () => {
    expect((await resettleAll(site, itemsOf(site))).failures).to.deep.equal([]);
    const sent = site.table.items.filter(({ sk }) => sk.startsWith("TRANSFER#")).map(({ to }) => to);
    expect(sent).to.have.members([virginia, sydney]);
  });

  it("names what cannot be settled, and settles the rest", async () => {
    site.put({ pk: "SLOT#x", sk: `TRANSFER#${virginia}#${ireland}#t`, region: virginia }, forwarded);
    const { failures } = await resettleAll(site, itemsOf(site));
    expect(failures.map(({ what }) => what)).to.deep.equal([`SLOT#x TRANSFER#${virginia}#${ireland}#t`]);
    expect(statusesOf(site.claims().filter(({ region }) => region === ireland))).to.deep.equal(["confirmed"]);
  });

  it("says what stood in the way of a claim, and claims it at the next try", async () => {
    site.put(forwarded);
    site.beforeCommit = () => {
      throw new Error("the table is closed");
    };
    const { failures } = await resettleAll(site, itemsOf(site));
    expect(failures[0]?.error.message).to.equal("the table is closed");
    site.beforeCommit = () => undefined;
    expect((await resettleAll(site, itemsOf(site))).failures).to.deep.equal([]);
    expect(statusesOf(site.claims().filter(({ region }) => region === ireland))).to.deep.equal(["confirmed"]);
  });
});
