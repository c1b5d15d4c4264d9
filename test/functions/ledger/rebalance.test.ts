import { expect } from "chai";
import fc from "fast-check";
import { gifts } from "../../../functions/ledger/rebalance.ts";
import { heldIn, unsoldIn } from "../../../functions/ledger/stock.ts";
import { ireland, regionsNamed, stockOf, sydney, virginia } from "./samples.ts";

const all = [ireland, virginia, sydney];
const well = regionsNamed(all);

describe("what a region sends to others", () => {
  it("is an equal share when nothing was sold, as when a slot is born whole in one region", () => {
    expect(gifts(stockOf("s", { [ireland]: 90 }), ireland, well, {})).to.deep.equal([
      { to: virginia, units: 30 },
      { to: sydney, units: 30 },
    ]);
  });

  it("is more for a region that has sold more", () => {
    const stock = stockOf("s", { [ireland]: 60, [virginia]: [{ unsold: 0, held: 40 }], [sydney]: [{ unsold: 0 }] });
    const sent = Object.fromEntries(gifts(stock, ireland, well, {}).map(({ to, units }) => [to, units]));
    expect(sent[virginia]).to.be.greaterThan(sent[sydney] ?? 0);
    expect(sent[sydney]).to.be.greaterThan(0);
  });

  it("is nothing while something is on its way to the region that is low", () => {
    const stock = stockOf("s", { [ireland]: 60 }, 90);
    expect(gifts(stock, ireland, well, { [virginia]: 30 })).to.deep.equal([{ to: sydney, units: 30 }]);
    expect(gifts(stockOf("s", { [ireland]: 30 }, 90), ireland, well, { [virginia]: 30, [sydney]: 30 })).to.deep.equal(
      [],
    );
  });

  it("is nothing to a region that has a quarter of its share", () => {
    const toVirginia = (unsold: number) =>
      gifts(
        stockOf("s", { [ireland]: 80 - unsold, [virginia]: unsold }),
        ireland,
        regionsNamed([ireland, virginia]),
        {},
      );
    expect(toVirginia(10)).to.deep.equal([]);
    expect(toVirginia(9)).to.deep.equal([{ to: virginia, units: 31 }]);
  });

  it("is nothing to a region that is dark, whose share is kept for it", () => {
    const regions = regionsNamed(all, { [sydney]: { alive: false } });
    expect(gifts(stockOf("s", { [ireland]: 90 }), ireland, regions, {})).to.deep.equal([{ to: virginia, units: 30 }]);
  });

  it("is nothing to a region that is fenced, whose share goes to the others", () => {
    const regions = regionsNamed(all, { [sydney]: { fenced: true } });
    expect(gifts(stockOf("s", { [ireland]: 90 }), ireland, regions, {})).to.deep.equal([{ to: virginia, units: 45 }]);
  });

  it("is nothing if another region has more, or as much and a name that goes before", () => {
    const even = stockOf("s", { [ireland]: 40, [virginia]: 40 });
    expect(gifts(even, virginia, well, {})).to.deep.equal([]);
    expect(gifts(even, ireland, well, {})).to.not.deep.equal([]);
    expect(gifts(stockOf("s", { [ireland]: 40, [virginia]: 41 }), ireland, well, {})).to.deep.equal([]);
  });

  it("is no more than it can spare, when another region has more than its share, too", () => {
    const stock = stockOf("s", { [ireland]: 50, "sa-east-1": 49 });
    const regions = regionsNamed([ireland, "sa-east-1", virginia, sydney]);
    expect(gifts(stock, ireland, regions, {})).to.deep.equal([
      { to: virginia, units: 24 },
      { to: sydney, units: 2 },
    ]);
  });

  it("is nothing of a slot that is not known", () => {
    expect(gifts({ ...stockOf("s", { [ireland]: 90 }), entry: undefined }, ireland, well, {})).to.deep.equal([]);
  });

  describe("whatever the regions have, have sold, and hear of each other", () => {
    const shard = fc.record({ unsold: fc.nat({ max: 50 }), sold: fc.nat({ max: 50 }) });
    const seen = fc.record({ alive: fc.boolean(), fenced: fc.boolean() });
    const situation = fc.record({
      units: fc.tuple(shard, shard, shard),
      seen: fc.tuple(seen, seen, seen),
      sent: fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 })),
    });

    function given({ units, seen, sent }: typeof situation extends fc.Arbitrary<infer Of> ? Of : never) {
      const ofRegions = all.map((name, index) => {
        const { unsold, sold } = units[index] ?? { unsold: 0, sold: 0 };
        return [name, [{ unsold, held: unsold + sold }]] as const;
      });
      const onTheirWay = sent[0] + sent[1];
      const stock = stockOf("s", Object.fromEntries(ofRegions));
      const capacity = (stock.entry?.capacity ?? 0) + onTheirWay;
      return {
        stock: { ...stock, entry: stock.entry && { ...stock.entry, capacity } },
        regions: all.map((name, index) => ({ name, alive: true, fenced: false, ...seen[index] })),
        sent: { [virginia]: sent[0], [sydney]: sent[1] } as Readonly<Record<string, number>>,
      };
    }

    it("is whole units that it has, to regions that are alive and in service", () => {
      fc.assert(
        fc.property(situation, (drawn) => {
          const { stock, regions, sent } = given(drawn);
          const found = gifts(stock, ireland, regions, sent);
          const total = found.reduce((sum, { units }) => sum + units, 0);
          expect(total).to.be.at.most(unsoldIn(stock, ireland));
          expect(new Set(found.map(({ to }) => to)).size).to.equal(found.length);
          for (const { to, units } of found) {
            expect(Number.isInteger(units) && units > 0, `${units} units`).to.be.true;
            expect(regions.find(({ name }) => name === to)).to.deep.equal({ name: to, alive: true, fenced: false });
            expect(to).to.not.equal(ireland);
          }
        }),
      );
    });

    it("comes from one region at most, when all know the same", () => {
      fc.assert(
        fc.property(situation, (drawn) => {
          const { stock } = given({ ...drawn, sent: [0, 0] });
          const givers = all.filter((region) => gifts(stock, region, well, {}).length > 0);
          expect(givers.length).to.be.at.most(1);
        }),
      );
    });

    it("leaves the giver its share, and lifts nobody above his own", () => {
      fc.assert(
        fc.property(situation, (drawn) => {
          const { stock, sent } = given(drawn);
          const capacity = stock.entry?.capacity ?? 0;
          const weight = (name: string) => capacity / 6 + heldIn(stock, name) - unsoldIn(stock, name);
          const has = (name: string) => unsoldIn(stock, name) + (sent[name] ?? 0);
          const sum = (of: (name: string) => number) => all.reduce((total, name) => total + of(name), 0);
          const share = (name: string) => (sum(has) * weight(name)) / sum(weight);
          const found = gifts(stock, ireland, well, sent);
          const total = found.reduce((before, { units }) => before + units, 0);
          if (total > 0) expect(has(ireland) - total).to.be.at.least(share(ireland) - 1);
          for (const { to, units } of found) {
            expect(has(to)).to.be.below(share(to) / 4);
            expect(has(to) + units).to.be.at.most(share(to) + 1e-9);
          }
        }),
      );
    });
  });
});
