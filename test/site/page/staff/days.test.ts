import { expect } from "chai";
import { lastDay, latestEnd, today } from "../../../../site/page/staff/days.ts";

describe("the days of a report", () => {
  it("are days in UTC, wherever one is", () => {
    expect(today(new Date("2026-11-22T23:59:59Z"))).to.equal("2026-11-22");
  });

  it("are counted from the first to the last, both of which belong to it", () => {
    expect(lastDay("2026-11-22", 1)).to.equal("2026-11-22");
    expect(lastDay("2028-02-01", 30)).to.equal("2028-03-01");
  });

  it("are 366 at most, a leap year", () => {
    expect(latestEnd("2028-01-01")).to.equal("2028-12-31");
  });

  it("end nowhere if they begin nowhere", () => {
    expect(latestEnd("")).to.equal(undefined);
  });
});
