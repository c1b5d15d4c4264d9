import { expect } from "chai";
import { benchReports } from "../../bench/reports.ts";

describe("a report over a season", () => {
  it("says of each day and item what was sold, though chunks fail and come twice, and no run of it fails", async function () {
    this.timeout(600_000); // it starts a region
    const [run] = await benchReports({ items: 12, days: 40, sales: 1_000 }, 1);
    expect(run).to.include({ slots: 480, chunks: 4, "failed runs": 0 });
    expect(run?.["runs of work"]).to.be.at.least(6);
  });
});
