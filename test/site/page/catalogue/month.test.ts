import { expect } from "chai";
import fc from "fast-check";
import { dayByKey, monthAfter, weeksOf } from "../../../../site/page/catalogue/month.ts";

const month = fc
  .tuple(fc.integer({ min: 2000, max: 2100 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, "0")}`);

describe("the weeks of a month", () => {
  it("hold every day once, in order, under its weekday, Monday first", () => {
    fc.assert(
      fc.property(month, (of) => {
        const weeks = weeksOf(of);
        const days = weeks.flat().filter((day) => day !== undefined);
        expect(days).to.deep.equal([...new Set(days)].sort());
        expect(days[0]).to.equal(`${of}-01`);
        expect(new Date(`${days.at(-1) ?? ""}T00:00Z`).getTime() + 86_400_000).to.equal(
          new Date(`${monthAfter(of, 1)}-01T00:00Z`).getTime(),
        );
        for (const week of weeks) {
          expect(week).to.have.length(7);
          for (const [index, day] of week.entries()) {
            if (day !== undefined) expect((new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7).to.equal(index);
          }
        }
      }),
    );
  });
});

describe("a month after another", () => {
  it("goes over the year, both ways", () => {
    expect([monthAfter("2026-12", 1), monthAfter("2026-01", -1), monthAfter("2026-05", 0)]).to.deep.equal([
      "2027-01",
      "2025-12",
      "2026-05",
    ]);
  });
});

describe("a key in the calendar", () => {
  const days = ["2026-11-28", "2026-11-30", "2026-12-04", "2026-12-07", "2026-12-20"];
  const from = "2026-11-30";

  it("leads to a day that can be chosen, or nowhere", () => {
    const to = (key: string) => dayByKey(days, from, key);
    expect(to("ArrowLeft")).to.equal("2026-11-28");
    expect(to("ArrowRight")).to.equal("2026-12-04");
    expect(to("ArrowDown")).to.equal("2026-12-07");
    expect(to("ArrowUp")).to.equal(undefined);
    expect(to("Home")).to.equal("2026-11-28");
    expect(to("End")).to.equal("2026-12-20");
    expect(to("Enter")).to.equal(undefined);
  });
});
