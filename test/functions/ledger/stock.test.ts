import { expect } from "chai";
import fc from "fast-check";
import { heldIn, Remainder, returned, stockFrom, unsoldIn } from "../../../functions/ledger/stock.ts";
import { bornWhole, withdrawal } from "../../../functions/ledger/slot.ts";
import { ireland, stockOf, sydney, unitsOf, virginia } from "./samples.ts";

const twoShards = stockOf("s", { [ireland]: [{ unsold: 2 }, { unsold: 5 }] });

describe("a slot's stock", () => {
  it("is what its allotments and its entry say", () => {
    const slot = { slotId: "s", startsAt: "2031-01-01T09:00:00.000Z", capacity: 5, shards: 2 };
    const born = bornWhole({ slot, item: { itemId: "item" }, region: ireland });
    const receipt = { pk: "SLOT#s", sk: "RECEIPT#eu-west-1#us-east-1#1" };
    expect(stockFrom("s", [...born, receipt])).to.deep.equal({
      slotId: "s",
      entry: { ...slot, itemId: "item", region: ireland },
      allotments: [
        { slotId: "s", region: ireland, shard: 0, unsold: 2, held: 2 },
        { slotId: "s", region: ireland, shard: 1, unsold: 3, held: 3 },
      ],
      withdrawn: false,
    });
    expect(stockFrom("s", [...born, withdrawal("s", ireland)])).to.include({ withdrawn: true });
  });

  it("has no entry where nothing was heard of the slot", () => {
    const unknown = { slotId: "s", entry: undefined, allotments: [] };
    expect(stockFrom("s", [])).to.deep.equal({ ...unknown, withdrawn: false });
    expect(stockFrom("s", [withdrawal("s", ireland)])).to.deep.equal({ ...unknown, withdrawn: true });
  });

  it("is counted by region, over all its shards", () => {
    const stock = stockOf("s", { [ireland]: [{ unsold: 2, held: 9 }, { unsold: 3 }], [virginia]: 4 });
    expect([ireland, virginia, sydney].map((region) => unsoldIn(stock, region))).to.deep.equal([5, 4, 0]);
    expect([ireland, virginia, sydney].map((region) => heldIn(stock, region))).to.deep.equal([12, 4, 0]);
  });

  it("takes back what a claim had, in the region that sold it", () => {
    const key = { pk: "SLOT#s", sk: "ALLOT#us-east-1#0" };
    expect(returned([unitsOf("s", 3)], virginia)).to.deep.equal([
      {
        ...{ kind: "credit", units: 3, purpose: "return" },
        allotment: { ...key, slotId: "s", region: virginia, shard: 0 },
      },
    ]);
  });
});

describe("what remains of a stock while a batch is planned", () => {
  it("is taken whole from a shard that has all", () => {
    expect(new Remainder([twoShards], ireland, 0).take([unitsOf("s", 3)])).to.deep.equal([
      { slotId: "s", shard: 1, units: 3 },
    ]);
  });

  it("is taken from several shards, the fullest first, if none has all", () => {
    expect(new Remainder([twoShards], ireland, 0).take([unitsOf("s", 6)])).to.deep.equal([
      { slotId: "s", shard: 1, units: 5 },
      { slotId: "s", shard: 0, units: 1 },
    ]);
  });

  it("is not taken at all from more shards than may be debited", () => {
    const remainder = new Remainder([twoShards], ireland, 0);
    expect(remainder.take([unitsOf("s", 6)], 1)).to.be.undefined;
    expect(remainder.take([unitsOf("s", 7)], 2), "nothing was taken").to.have.length(2);
  });

  it("is taken from another shard first at another turn", () => {
    const shardAt = (turn: number) => new Remainder([twoShards], ireland, turn).take([unitsOf("s")])?.[0]?.shard;
    expect([0, 1, 2, 3].map(shardAt)).to.deep.equal([0, 1, 0, 1]);
  });

  it("is not taken at all if one slot has too few", () => {
    const remainder = new Remainder([twoShards, stockOf("t", { [ireland]: 1 })], ireland, 0);
    expect(remainder.take([unitsOf("s", 7), unitsOf("t", 2)])).to.be.undefined;
    expect(remainder.take([unitsOf("s", 7), unitsOf("t", 1)])).to.have.length(3);
  });

  it("is nothing of what other regions have, nor of a slot that is not known", () => {
    expect(new Remainder([twoShards], virginia, 0).take([unitsOf("s")])).to.be.undefined;
    expect(new Remainder([], ireland, 0).take([unitsOf("s")])).to.be.undefined;
  });

  it("is never given twice: what is taken of a shard is at most what it had, and exactly what was wanted", () => {
    const shards = fc.array(fc.record({ unsold: fc.nat({ max: 5 }) }), { minLength: 1, maxLength: 4 });
    const wants = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 8 });
    fc.assert(
      fc.property(shards, wants, fc.nat(), (units, wanted, turn) => {
        const remainder = new Remainder([stockOf("s", { [ireland]: units })], ireland, turn);
        const left = units.map(({ unsold }) => unsold);
        for (const want of wanted) {
          const all = left.reduce((a, b) => a + b, 0);
          const debits = remainder.take([unitsOf("s", want)]);
          expect(debits === undefined).to.equal(want > all);
          for (const { shard, units: taken } of debits ?? []) left[shard] = (left[shard] ?? 0) - taken;
          expect(Math.min(...left)).to.be.at.least(0);
          expect(left.reduce((a, b) => a + b, 0)).to.equal(debits === undefined ? all : all - want);
        }
      }),
    );
  });
});
