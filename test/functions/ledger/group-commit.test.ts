import { expect } from "chai";
import fc from "fast-check";
import { commitOf, groups, plan } from "../../../functions/ledger/group-commit.ts";
import type { Candidate, Planned } from "../../../functions/ledger/group-commit.ts";
import { maximumActions } from "../../../functions/ledger/store.ts";
import { claimFor, ireland, noon, requestFor, stockOf, unitsOf, virginia } from "./samples.ts";

const where = { region: ireland, turn: 0 };

function candidate(customerId: string, units: number, slotId = "s", changes: Partial<Candidate> = {}): Candidate {
  const request = requestFor({ customerId, slots: [unitsOf(slotId, units)] });
  return { request, own: undefined, expected: [], barred: false, ...changes };
}

const names = (candidates: readonly Candidate[]) => candidates.map(({ request }) => request.customerId);

describe("planning who gets a region's places", () => {
  it("serves first come first, and whoever comes later and still fits", () => {
    const stock = stockOf("s", { [ireland]: 5, [virginia]: 9 });
    const asked = [candidate("a", 3), candidate("b", 3), candidate("c", 2), candidate("d", 1)];
    const { fitting, lacking } = plan(asked, [stock], where);
    expect(names(fitting.map(({ candidate }) => candidate))).to.deep.equal(["a", "c"]);
    expect(names(lacking)).to.deep.equal(["b", "d"]);
  });

  it("never gives more than there is, and refuses nobody who would have fitted in his turn", () => {
    fc.assert(
      fc.property(fc.nat({ max: 20 }), fc.array(fc.integer({ min: 1, max: 6 })), (unsold, wants) => {
        const asked = wants.map((units, index) => candidate(`c${index}`, units));
        const { fitting, lacking } = plan(asked, [stockOf("s", { [ireland]: unsold })], where);
        let left = unsold;
        for (const one of asked) {
          const units = one.request.slots[0]?.units ?? 0;
          expect(lacking.includes(one)).to.equal(units > left);
          if (units <= left) left -= units;
        }
        expect(fitting.length + lacking.length).to.equal(asked.length);
      }),
    );
  });
});

describe("groups that are committed together", () => {
  const planned = (count: number, slotId = "s") => {
    const stock = stockOf(slotId, { [ireland]: count });
    return plan(
      Array.from({ length: count }, (_, index) => candidate(`c${index}`, 1, slotId)),
      [stock],
      where,
    ).fitting;
  };

  it("are one for 99 claims that take from one shard, and two for one more", () => {
    expect(groups(planned(99), ireland).map(({ length }) => length)).to.deep.equal([99]);
    expect(groups(planned(100), ireland).map(({ length }) => length)).to.deep.equal([99, 1]);
  });

  it("bring together who takes from the same shard", () => {
    const [a, b] = [planned(2, "a"), planned(2, "b")];
    const found = groups(
      [a[0], b[0], a[1], b[1]].filter((one) => one !== undefined),
      ireland,
      3,
    );
    expect(found.map((group) => group.map(({ debits }) => debits[0]?.slotId))).to.deep.equal([
      ["a", "a"],
      ["b", "b"],
    ]);
  });

  it("are never above the limit of actions, and leave nobody out", () => {
    const debit = fc.record({
      slotId: fc.constantFrom("a", "b", "c"),
      shard: fc.nat({ max: 3 }),
      units: fc.constant(1),
    });
    const debits = fc.uniqueArray(debit, { maxLength: 5, selector: ({ slotId, shard }) => `${slotId}${shard}` });
    const one = fc.record({ debits, expects: fc.nat({ max: 1 }) });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 60 }), fc.constantFrom(10, 25, maximumActions), (all, limit) => {
        const given = all.map(({ debits, expects }, index): Planned => {
          const expected = Array.from({ length: expects }, () => ({ key: { pk: "p", sk: String(index) }, version: 1 }));
          return { candidate: candidate(`c${index}`, 1, "s", { expected }), debits };
        });
        const found = groups(given, ireland, limit);
        for (const group of found) {
          const { length } = commitOf(group, { region: ireland, claimedAt: noon });
          expect(length).to.be.at.most(limit);
        }
        expect(found.flat()).to.have.members(given);
        expect(found.flat()).to.have.length(given.length);
      }),
    );
  });
});

describe("the commit of a group", () => {
  it("takes once from each shard for all, and creates every claim", () => {
    const stock = stockOf("s", { [ireland]: [{ unsold: 3 }, { unsold: 9 }] });
    const asked = [candidate("a", 2), candidate("b", 4), candidate("c", 1), candidate("d", 5)];
    const { fitting } = plan(asked, [stock], where);
    const actions = commitOf(fitting, { region: ireland, claimedAt: noon });
    expect(actions.slice(0, 2)).to.deep.equal([
      {
        action: { kind: "debit", key: { pk: "SLOT#s", sk: "ALLOT#eu-west-1#0" }, units: 3, purpose: "sell" },
        candidate: undefined,
      },
      {
        action: { kind: "debit", key: { pk: "SLOT#s", sk: "ALLOT#eu-west-1#1" }, units: 9, purpose: "sell" },
        candidate: undefined,
      },
    ]);
    expect(actions.slice(2).map(({ action, candidate }) => [action.kind, candidate])).to.deep.equal(
      asked.map((one) => ["create", one]),
    );
  });

  it("puts a claim in the place of one that was forwarded, claimed now, if it is still of that version", () => {
    const request = requestFor();
    const search = { origin: virginia, asked: {}, hops: 1 };
    const before = claimFor(request, {
      status: "forwarded",
      to: virginia,
      search,
      claimedAt: "2029-01-01T00:00:00.000Z",
    });
    if (before.status !== "forwarded") throw new Error("not forwarded");
    const { fitting } = plan(
      [candidate("customer", 1, "s", { request, own: before })],
      [stockOf("s", { [ireland]: 1 })],
      where,
    );
    const [, replace] = commitOf(fitting, { region: ireland, claimedAt: noon });
    expect(replace?.action).to.deep.include({ kind: "replace", version: 1 });
    expect(replace?.action)
      .to.have.property("item")
      .that.includes({ status: "confirmed", claimedAt: noon, version: 2 });
    expect(replace?.action).to.have.property("item").that.not.have.property("search");
  });

  it("asks that what a claim builds on has not changed", () => {
    const expected = [{ key: { pk: "CUSTOMER#c", sk: "BOOKING#r#0#eu-west-1" }, version: 3 }];
    const { fitting } = plan([candidate("c", 1, "s", { expected })], [stockOf("s", { [ireland]: 1 })], where);
    const [, , expect3] = commitOf(fitting, { region: ireland, claimedAt: noon });
    expect(expect3?.action).to.deep.equal({ kind: "expect", ...expected[0] });
  });
});
