import { expect } from "chai";
import { chunksByMonth, chunksOf, itemsPerChunk, monthsOf } from "../../../../functions/reports/work/chunks.ts";

describe("the chunks of a report", () => {
  it("are about the months that have a day of it", () => {
    expect(monthsOf({ from: "2031-01-31", to: "2031-01-31" })).to.deep.equal(["2031-01"]);
    expect(monthsOf({ from: "2030-11-30", to: "2031-02-01" })).to.deep.equal([
      "2030-11",
      "2030-12",
      "2031-01",
      "2031-02",
    ]);
    expect(monthsOf({ from: "2031-01-15", to: "2032-01-14" })).to.have.lengthOf(13);
  });

  it("hold each item once a month, a few items each", () => {
    const itemIds = Array.from({ length: 2 * itemsPerChunk + 1 }, (_, index) => `item-${index}`);
    const chunks = chunksOf("report", { from: "2031-01-01", to: "2031-02-28" }, itemIds);
    expect(chunks.map(({ chunk }) => chunk)).to.deep.equal([0, 1, 2, 3, 4, 5]);
    for (const month of ["2031-01", "2031-02"]) {
      const ofMonth = chunks.filter((chunk) => chunk.month === month);
      expect(ofMonth.flatMap((chunk) => chunk.itemIds)).to.deep.equal(itemIds);
      expect(ofMonth.every((chunk) => chunk.itemIds.length <= itemsPerChunk)).to.equal(true);
    }
    expect(chunksOf("report", { from: "2031-01-01", to: "2031-02-28" }, [])).to.deep.equal([]);
  });

  it("are told by month when they are put together", () => {
    const span = { from: "2031-01-01", to: "2031-03-01" };
    expect(chunksByMonth(span, 6)).to.deep.equal([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    expect(chunksByMonth(span, 0)).to.deep.equal([[], [], []]);
  });
});
