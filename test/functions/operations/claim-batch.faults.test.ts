import { expect } from "chai";
import type { ClaimRequest } from "../../../functions/ledger/claim.ts";
import { Contended } from "../../../functions/ledger/store.ts";
import type { Action } from "../../../functions/ledger/store.ts";
import { claimBatch } from "../../../functions/operations/claim-batch.ts";
import { discrepancy } from "../../history/books.ts";
import { requestFor, unitsOf } from "../ledger/samples.ts";
import { SimulatedSite, statusesOf } from "./simulated-site.ts";

const customers = (count: number) =>
  Array.from({ length: count }, (_, index) => requestFor({ customerId: `customer-${index}` }));
const has = (kind: Action["kind"]) => (actions: readonly Action[]) => actions.some((action) => action.kind === kind);
const isSale = has("debit");

describe("claiming a batch where something goes wrong", () => {
  let site: SimulatedSite;
  beforeEach(() => {
    site = new SimulatedSite();
    site.bear("s", 10);
  });

  const settled = async (requests: readonly ClaimRequest[]) => [...(await claimBatch(site, requests)).values()];

  /** Throws at the first commits that are of this kind. */
  function failing(times: number, error: () => Error, isMeant: (actions: readonly Action[]) => boolean = isSale) {
    let left = times;
    return (actions: readonly Action[]) => {
      if (!isMeant(actions) || (left -= 1) < 0) return;
      throw error();
    };
  }

  for (const kind of ["conflict", "throttled"] as const) {
    it(`tries again after each commit that ended ${kind}, and says so each time`, async () => {
      site.beforeCommit = failing(2, () => new Contended(kind));
      expect(await settled(customers(3))).to.deep.equal(Array(3).fill({ outcome: "confirmed" }));
      expect(site.contentions).to.deep.equal([kind, kind]);
    });

    it(`leaves open what ended ${kind} at every try, and writes nothing for it`, async () => {
      site.beforeCommit = failing(3, () => new Contended(kind));
      const before = site.table.items;
      for (const result of await settled(customers(2))) {
        expect(result).to.be.instanceOf(Contended).with.property("kind", kind);
      }
      expect(site.contentions).to.have.length(3);
      expect(site.table.items).to.have.deep.members(before);
      expect(await settled(customers(2)), "delivered again").to.deep.equal(Array(2).fill({ outcome: "confirmed" }));
    });
  }

  it("does not try again what fails for another reason, and leaves it open", async () => {
    site.beforeCommit = failing(1, () => new TypeError("broken"));
    for (const result of await settled(customers(2))) expect(result).to.be.instanceOf(TypeError);
    expect(site.commits).to.deep.equal([]);
  });

  it("sells once what was done and not heard of, when it is delivered again", async () => {
    site.afterCommit = failing(1, () => new Error("no answer"));
    const requests = customers(4);
    for (const result of await settled(requests)) expect(result).to.be.instanceOf(Error);
    expect(await settled(requests)).to.deep.equal(Array(4).fill({ outcome: "duplicate" }));
    expect(site.unsold("s")).to.equal(6);
    expect(discrepancy({ slotId: "s", capacity: 10 }, site.table.items)).to.be.undefined;
  });

  it("settles the others if one cannot be settled", async () => {
    const [lost, other] = [requestFor({ customerId: "lost", slots: [unitsOf("nowhere")] }), requestFor()];
    site.beforeCommit = failing(
      1,
      () => new Error("broken"),
      (actions) => !isSale(actions),
    );
    const results = await claimBatch(site, [lost, other]);
    expect(results.get(lost)).to.be.instanceOf(Error);
    expect(results.get(other)).to.deep.equal({ outcome: "confirmed" });
  });

  it("settles all as failed if the table cannot be read", async () => {
    const broken = Object.assign(new SimulatedSite(), {
      store: { ...site.store, query: () => Promise.reject(new Error("no table")) },
    });
    const results = await claimBatch(broken, customers(3));
    expect([...results.values()].map(String)).to.deep.equal(Array(3).fill("Error: no table"));
  });

  it("tries halves when others have taken places meanwhile, and sells all that are left", async () => {
    const attempts: number[] = [];
    site.beforeCommit = (actions) => {
      if (!isSale(actions)) return;
      attempts.push(actions.length - 1);
      const allotment = site.table.items.find(({ sk }) => sk.startsWith("ALLOT#"));
      if (attempts.length === 1 && allotment !== undefined) site.put({ ...allotment, unsold: 7 });
    };
    const results = await settled(customers(8));
    const outcomes = Map.groupBy(results, (result) => ("outcome" in result ? result.outcome : "failed"));
    expect(attempts, "claims in each commit").to.deep.equal([8, 4, 3]);
    expect(outcomes.get("confirmed")).to.have.length(7);
    expect(outcomes.get("forwarded")).to.have.length(1);
    expect(site.unsold("s")).to.equal(0);
  });

  it("confirms the others at once if one of the batch stands recorded already", async () => {
    const requests = customers(6);
    await claimBatch(site, requests.slice(2, 3));
    const done = site.commits.length;
    const results = await settled(requests);
    expect(results.map((result) => ("outcome" in result ? result.outcome : "failed")).toSorted()).to.deep.equal([
      ...Array<string>(5).fill("confirmed"),
      "duplicate",
    ]);
    expect(site.commits.slice(done), "one commit for the other five").to.have.length(1);
    expect(site.unsold("s")).to.equal(4);
  });

  it("does not reject what another delivery has confirmed meanwhile", async () => {
    const request = requestFor({ slots: [unitsOf("s", 10)] });
    const other = new SimulatedSite();
    other.bear("s", 10);
    await claimBatch(other, [request]);
    let isFirst = true;
    site.beforeCommit = () => {
      if (isFirst) site.put(...other.table.items);
      isFirst = false;
    };
    site.put({
      pk: "SLOT#s",
      sk: "ALLOT#eu-west-1#0",
      slotId: "s",
      region: site.region,
      shard: 0,
      unsold: 9,
      held: 10,
    });
    expect(await settled([request])).to.deep.equal([{ outcome: "duplicate" }]);
    expect(statusesOf(site.claims())).to.deep.equal(["confirmed"]);
  });

  it("never sells twice though every commit is done and not heard of, until nobody asks any more", async () => {
    const requests = customers(12);
    let count = 0;
    site.afterCommit = () => {
      count += 1;
      if (count % 2 === 1) throw new Error("no answer");
    };
    for (let delivery = 0; delivery < 12; delivery += 1) await claimBatch(site, requests);
    expect(discrepancy({ slotId: "s", capacity: 10 }, site.table.items)).to.be.undefined;
    const statuses = Map.groupBy(statusesOf(site.claims()), (status) => status);
    expect(statuses.get("confirmed")).to.have.length(10);
    expect(statuses.get("forwarded")).to.have.length(2);
  });
});
