import { expect } from "chai";
import { NoRegionAnswers } from "../../../../site/page/api/failover.ts";
import { problemFrom } from "../../../../site/page/api/problem.ts";
import { letterFlags, lettersOf } from "../../../../site/page/ui/flag-patterns.ts";
import { count, money } from "../../../../site/page/ui/format.ts";
import { troubleOf } from "../../../../site/page/ui/trouble.ts";

const problem = (kind: string, status: number) =>
  problemFrom({ type: `urn:berth:problem:${kind}`, title: "T", status }, status);

describe("what somebody is told of trouble", () => {
  it("names what helps", () => {
    expect(troubleOf(problem("unauthorized", 401), true).remedy).to.equal("sign-in");
    expect(troubleOf(problem("too-many-requests", 429), true).remedy).to.equal("retry");
    expect(troubleOf(problem("not-found", 404), true).remedy).to.equal("none");
    expect(troubleOf(problem("something-new", 503), true)).to.include({ title: "T", remedy: "retry" });
  });

  it("tells being offline from regions that are dark", () => {
    const error = new NoRegionAnswers(["eu-west-1"]);
    expect(troubleOf(error, false).title).to.equal("You are offline");
    expect(troubleOf(error, true).title).to.equal("No region answers just now");
  });

  it("is something also for an answer that is no problem", () => {
    expect(problemFrom("<html>", 502)).to.include({ kind: "internal-error", status: 502 });
  });
});

describe("prices and numbers", () => {
  it("come from the smallest unit of the currency", () => {
    expect([money(1250, "EUR"), money(1250, "JPY")]).to.deep.equal(["€12.50", "JP¥1,250"]);
    expect([count(1, "place"), count(1200, "place")]).to.deep.equal(["1 place", "1,200 places"]);
  });
});

describe("flags", () => {
  it("are there for every letter", () => {
    expect(Object.keys(letterFlags).join("")).to.equal("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  });

  it("are flown for the first letters, accents or not", () => {
    expect(lettersOf("Été 24!", 4)).to.deep.equal(["E", "T", "E"]);
    expect(lettersOf("Belém by boat", 4)).to.deep.equal(["B", "E", "L", "E"]);
  });
});
