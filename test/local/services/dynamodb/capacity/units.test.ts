import { expect } from "chai";
import { indexWriteUnits, readUnits, writeUnits } from "../../../../../local/services/dynamodb/capacity/units.ts";

const index = { keyNames: ["kind"], projected: new Set(["pk", "kind", "title"]) };
const item = (change: Record<string, { S: string }>) => ({ pk: { S: "a" }, ...change });
const tour = item({ kind: { S: "tour" }, title: { S: "Alfama" } });

describe("capacity units", () => {
  it("are counted by started kB of a write, and 4 kB of a read, one at least", () => {
    expect([0, 1024, 1025, 4096].map(writeUnits)).to.deep.equal([1, 1, 2, 4]);
    expect([0, 4096, 4097].map(readUnits)).to.deep.equal([1, 1, 2]);
  });

  it("of an index depend on what changes in it", () => {
    expect(indexWriteUnits(index, undefined, item({}))).to.equal(0);
    expect(indexWriteUnits(index, undefined, tour)).to.equal(1);
    expect(indexWriteUnits(index, tour, undefined)).to.equal(1);
    expect(indexWriteUnits(index, tour, { ...tour, kind: { S: "room" } })).to.equal(2);
    expect(indexWriteUnits(index, tour, { ...tour, title: { S: "Belém" } })).to.equal(1);
    expect(indexWriteUnits(index, tour, { ...tour, notProjected: { S: "x".repeat(5000) } })).to.equal(0);
    const whole = { ...index, projected: undefined };
    expect(indexWriteUnits(whole, tour, { ...tour, text: { S: "x".repeat(5000) } })).to.equal(5);
  });
});
