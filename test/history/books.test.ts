import { expect } from "chai";
import { discrepancy, liveClaims, unitsOf } from "./books.ts";
import { allotment, claim, ireland, received, sent, sold, virginia } from "./sample.ts";

const ofTen = (...items: Parameters<typeof discrepancy>[1]) => discrepancy({ slotId: "s", capacity: 10 }, items);

describe("the books of a slot", () => {
  it("add up when all is unsold, sold, or on its way", () => {
    expect(ofTen(allotment(ireland, 10, 10))).to.be.undefined;
    expect(ofTen(...sold)).to.be.undefined;
    expect(ofTen(allotment(ireland, 4, 6), claim(ireland), sent(4))).to.be.undefined;
    expect(ofTen(allotment(ireland, 6, 6), allotment(virginia, 4, 4), sent(4), received(4))).to.be.undefined;
    expect(ofTen(allotment(ireland, 9, 7, 0), allotment(ireland, 1, 3, 1)), "shards of one region").to.be.undefined;
  });

  for (const [fault, items, says] of [
    ["are lost", [allotment(ireland, 7, 9), claim(ireland)], "7 unsold, 2 claimed and 0 in transit"],
    ["were sold twice", [...sold, claim(virginia)], "8 unsold, 4 claimed and 0 in transit"],
    ["were credited without a receipt", [allotment(ireland, 6, 6), allotment(virginia, 4, 4), sent(4)], "4 in transit"],
    ["were received and never credited", [allotment(ireland, 6, 6), sent(4), received(4)], "6 unsold, 0 claimed and 0"],
    ["were sold below none", [allotment(ireland, -1, 9), claim(ireland)], "eu-west-1 has -1 unsold units"],
    ["were sold and are not held", [allotment(ireland, 8, 9), claim(ireland)], "eu-west-1 holds 9"],
    ["are nowhere", [], "0 unsold, 0 claimed and 0 in transit are not its capacity of 10"],
  ] as const) {
    it(`do not add up if units ${fault}`, () => {
      expect(ofTen(...items)).to.include(says);
    });
  }

  it("count no unit of another slot", () => {
    const other = { pk: "SLOT#t", slotId: "t" };
    const ofBoth = claim(ireland, undefined, {
      slots: [
        { slotId: "t", units: 5 },
        { slotId: "s", units: 2 },
      ],
    });
    expect(
      ofTen(allotment(ireland, 8, 10), ofBoth, { ...sent(3), ...other }, { ...allotment(virginia, 3, 3), ...other }),
    ).to.be.undefined;
  });

  it("count a claim while it is confirmed only", () => {
    const ended = [
      claim(ireland, { status: "cancelled" }),
      claim(ireland, { status: "released", winner: virginia }),
      claim(ireland, { status: "rejected", reason: "sold-out" }),
      claim(ireland, { status: "forwarded", to: virginia, search: { origin: ireland, asked: {}, hops: 1 } }),
    ];
    for (const one of ended) expect(ofTen(allotment(ireland, 10, 10), one), String(one.status)).to.be.undefined;
    expect(liveClaims([...ended, ...sold])).to.have.length(1);
    expect(liveClaims(sold).map((one) => unitsOf(one, "s"))).to.deep.equal([2]);
  });
});
