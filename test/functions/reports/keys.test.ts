import { expect } from "chai";
import { neighbourhoodOf, slotFactKey, slotFactsRange, slotKey, slotsRange } from "../../../functions/reports/keys.ts";
import { ireland } from "./samples.ts";

const isIn = ({ pk, sk }: { pk: string; sk: string }, range: { pk: string; from: string; to: string }) =>
  pk === range.pk && sk >= range.from && sk <= range.to;

describe("the keys of reports' facts", () => {
  it("put what the catalogue's slots of an item and month came to side by side", () => {
    expect(neighbourhoodOf("tour-1a2b3c4d5e-20310101T0900Z")).to.equal(
      neighbourhoodOf("tour-1a2b3c4d5e-20310131T2300Z"),
    );
    expect(neighbourhoodOf("tour-1a2b3c4d5e-20310201T0900Z")).not.to.equal(
      neighbourhoodOf("tour-1a2b3c4d5e-20310131T2300Z"),
    );
  });

  it("find what was said of some slots, whatever their ids are", () => {
    for (const slotIds of [["a"], ["tour-20310101T0900Z", "tour-20310131T0900Z"], ["x", "x-1", "x1"], ["Z", "a"]]) {
      const [neighbourhood = ""] = slotIds.map(neighbourhoodOf);
      const range = slotFactsRange(neighbourhood, slotIds.toReversed());
      for (const slotId of slotIds)
        expect(isIn(slotFactKey(slotId, "SALE#b#0", ireland), range), slotId).to.equal(true);
    }
    const range = slotFactsRange(neighbourhoodOf("tour-20310102T0900Z"), ["tour-20310102T0900Z"]);
    expect(isIn(slotFactKey("tour-20310103T0900Z", "SALE#b#0", ireland), range)).to.equal(false);
  });

  it("find the slots of an item that begin on the days of a span, its last one included", () => {
    const range = slotsRange("tour", "2031-01", { from: "2031-01-02", to: "2031-01-03" });
    const found = (startsAt: string) => isIn(slotKey({ itemId: "tour", startsAt, slotId: "s" }, ireland), range);
    expect(found("2031-01-01T23:59:59.999Z")).to.equal(false);
    expect(found("2031-01-02T00:00:00.000Z")).to.equal(true);
    expect(found("2031-01-03T23:59:59.999Z")).to.equal(true);
    expect(found("2031-01-04T00:00:00.000Z")).to.equal(false);
  });
});
