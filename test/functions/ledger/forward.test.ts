import { expect } from "chai";
import fc from "fast-check";
import type { Search } from "../../../functions/ledger/claim.ts";
import { declined, isNews } from "../../../functions/ledger/forward.ts";
import type { Shortage } from "../../../functions/ledger/forward.ts";
import { ireland, regionsNamed, requestFor, stockOf, sydney, unitsOf, virginia } from "./samples.ts";

const all = [ireland, virginia, sydney];

/** What Ireland does when it has too few of the slot `s`; change what a test is about. */
function inIreland(changes: Partial<Shortage> & { search?: Search } = {}) {
  const { search, ...others } = changes;
  const stocks = [stockOf("s", { [ireland]: 0, [virginia]: 3, [sydney]: 5 })];
  return declined({ request: requestFor({ search }), region: ireland, regions: regionsNamed(all), stocks, ...others });
}

const to = (became: ReturnType<typeof declined>) => (became.status === "forwarded" ? became.to : became.reason);

describe("a part that a region has too few places for", () => {
  it("is forwarded to the region that seems to have most, with what this one held", () => {
    const stocks = [stockOf("s", { [ireland]: [{ unsold: 0, held: 7 }], [virginia]: 3, [sydney]: 5 })];
    expect(inIreland({ stocks })).to.deep.equal({
      status: "forwarded",
      to: sydney,
      search: { origin: ireland, asked: { [ireland]: [7] }, hops: 1 },
    });
  });

  it("is forwarded to the region whose scarcest slot has most room, and says what was held in the slots' order", () => {
    const slots = [unitsOf("b", 2), unitsOf("a", 1)];
    const stocks = [
      stockOf("b", { [ireland]: 1, [virginia]: 3, [sydney]: 9 }),
      stockOf("a", { [ireland]: 4, [virginia]: 2, [sydney]: 1 }),
    ];
    const became = inIreland({ request: requestFor({ slots }), stocks });
    expect(became).to.deep.include({
      to: virginia,
      search: { origin: ireland, asked: { [ireland]: [4, 1] }, hops: 1 },
    });
  });

  it("is forwarded to the next region, beginning after this one, of those that seem to have as much", () => {
    const stocks = [stockOf("s", { [ireland]: 0 }, 9)];
    expect(to(inIreland({ stocks }))).to.equal(virginia);
    expect(to(inIreland({ stocks, region: virginia }))).to.equal(sydney);
    expect(to(inIreland({ stocks, region: sydney }))).to.equal(ireland);
  });

  it("goes to a dark region last, but does go there", () => {
    const regions = regionsNamed(all, { [sydney]: { alive: false } });
    expect(to(inIreland({ regions }))).to.equal(virginia);
    expect(to(inIreland({ regions, search: { origin: ireland, asked: { [virginia]: [3] }, hops: 3 } }))).to.equal(
      sydney,
    );
  });

  it("never goes to a fenced region, and is rejected when there is no other", () => {
    expect(to(inIreland({ regions: regionsNamed(all, { [sydney]: { fenced: true } }) }))).to.equal(virginia);
    const regions = regionsNamed(all, { [sydney]: { fenced: true }, [virginia]: { fenced: true } });
    expect(to(inIreland({ regions }))).to.equal("sold-out");
  });

  it("does not go to a region that was asked, keeps where it began, and counts its hops", () => {
    const search = { origin: sydney, asked: { [sydney]: [5] }, hops: 4 };
    expect(inIreland({ search })).to.deep.equal({
      status: "forwarded",
      to: virginia,
      search: { origin: sydney, asked: { [sydney]: [5], [ireland]: [0] }, hops: 5 },
    });
  });

  describe("when all regions were asked", () => {
    const stocks = [stockOf("s", { [ireland]: [{ unsold: 0, held: 2 }], [virginia]: 3, [sydney]: 5 }, 10)];

    it("is rejected if what they held adds up to the capacity", () => {
      const search = { origin: virginia, asked: { [virginia]: [4], [sydney]: [4] }, hops: 2 };
      expect(inIreland({ stocks, search })).to.deep.equal({ status: "rejected", reason: "sold-out" });
    });

    it("begins anew if it does not: places were on their way between regions", () => {
      const search = { origin: virginia, asked: { [virginia]: [3], [sydney]: [4] }, hops: 2 };
      expect(inIreland({ stocks, search })).to.deep.equal({
        status: "forwarded",
        to: sydney,
        search: { origin: virginia, asked: { [ireland]: [2] }, hops: 3 },
      });
    });

    it("begins anew if it does not for one slot of several", () => {
      const slots = [unitsOf("s"), unitsOf("t")];
      const two = [...stocks, stockOf("t", { [ireland]: 1 }, 1)];
      const asked = (ofT: number) => ({ [virginia]: [4, ofT], [sydney]: [4, 0] });
      const became = (ofT: number) =>
        inIreland({
          request: requestFor({ slots, search: { origin: virginia, asked: asked(ofT), hops: 2 } }),
          stocks: two,
        });
      expect(became(0).status).to.equal("rejected");
      expect(became(1).status).to.equal("forwarded");
    });

    it("counts what is known here of a fenced region, which cannot be asked", () => {
      const regions = regionsNamed(all, { [sydney]: { fenced: true } });
      const became = (ofVirginia: number) =>
        to(inIreland({ stocks, regions, search: { origin: virginia, asked: { [virginia]: [ofVirginia] }, hops: 1 } }));
      expect(became(3)).to.equal("sold-out");
      expect(became(2)).to.equal(virginia);
    });

    it("is rejected if the slot is known to nobody", () => {
      const unknown = [{ slotId: "s", entry: undefined, allotments: [], withdrawn: false }];
      const search = { origin: virginia, asked: { [virginia]: [0], [sydney]: [0] }, hops: 2 };
      expect(inIreland({ stocks: unknown, search })).to.deep.equal({ status: "rejected", reason: "sold-out" });
    });
  });

  it("is asked of every region before it is rejected, whatever they seem to have", () => {
    const units = fc.record({
      [ireland]: fc.nat({ max: 9 }),
      [virginia]: fc.nat({ max: 9 }),
      [sydney]: fc.nat({ max: 9 }),
    });
    const alive = fc.record({ [ireland]: fc.boolean(), [virginia]: fc.boolean(), [sydney]: fc.boolean() });
    fc.assert(
      fc.property(units, alive, fc.constantFrom(...all), (seen, living, origin) => {
        const stocks = [stockOf("s", seen)];
        const regions = all.map((name) => ({ name, alive: living[name], fenced: false }));
        const path: string[] = [];
        let search: Search | undefined;
        for (let region: string = origin; ;) {
          path.push(region);
          const became = declined({ request: requestFor({ search }), region, regions, stocks });
          if (became.status === "rejected") break;
          ({ to: region, search } = became);
        }
        expect(path).to.have.members(all);
        expect(path).to.have.length(all.length);
      }),
    );
  });
});

describe("what was forwarded to a region that takes part in a search for it already", () => {
  const search = fc.record({
    origin: fc.constantFrom<string>(...all),
    asked: fc.constant({}),
    hops: fc.integer({ min: 1, max: 9 }),
  });

  it("is news if the same search has come further meanwhile", () => {
    const own = { origin: ireland, asked: {}, hops: 3 };
    const isNewsAt = (hops: number) => isNews({ ...own, hops }, own);
    expect([2, 3, 4].map(isNewsAt)).to.deep.equal([false, true, true]);
  });

  it("is news if it began in a region that goes before, however far it has come", () => {
    const own = { origin: ireland, asked: {}, hops: 9 };
    expect(isNews({ ...own, origin: sydney, hops: 1 }, own)).to.be.true;
    expect(isNews({ ...own, origin: virginia, hops: 99 }, own)).to.be.false;
  });

  it("is news in one direction only: of any two searches one goes before the other", () => {
    fc.assert(
      fc.property(search, search, (one, other) => {
        fc.pre(one.origin !== other.origin || one.hops !== other.hops);
        expect(isNews(one, other)).to.equal(!isNews(other, one));
      }),
    );
  });

  it("is never news in a circle, so that one search is left in the end", () => {
    fc.assert(
      fc.property(search, search, search, (one, other, third) => {
        fc.pre(isNews(one, other) && isNews(other, third));
        expect(isNews(one, third)).to.be.true;
      }),
    );
  });
});
