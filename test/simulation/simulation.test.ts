import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { controls } from "./controls.ts";
import { runSeed, scenarioOf, seedsUntilCaught } from "./run.ts";
import type { Tally } from "./run.ts";
import { simulate } from "./simulate.ts";
import type { Scenario } from "./scenario.ts";

const cases = new URL("cases/", import.meta.url);

describe("a simulation of regions where everything goes wrong", () => {
  for (const regions of [2, 3, 5]) {
    it(`keeps every invariant with ${regions} regions, for the seeds from 1 to 200`, async () => {
      for (let seed = 1; seed <= 200; seed += 1) {
        const failure = await runSeed(seed, regions);
        expect(failure, JSON.stringify(failure)).to.be.undefined;
      }
    });
  }

  it("comes to the same when the same scenario is played again", async () => {
    for (const seed of [1, 2, 3]) {
      const [first, second] = [await simulate(scenarioOf(seed, 3)), await simulate(scenarioOf(seed, 3))];
      expect(second).to.deep.equal(first);
    }
  });

  it("sees all that can become of a claim", async () => {
    const tally: Tally = {};
    for (let seed = 1; seed <= 100; seed += 1) await runSeed(seed, 3, tally);
    expect(Object.keys(tally)).to.include.members([
      "requests accepted",
      "requests refused",
      "requests without an answer",
      "claims confirmed",
      "claims forwarded",
      "claims rejected",
      "claims released",
      "claims cancelled",
      "transfers",
      "prolongations confirmed",
    ]);
    expect(Object.values(tally)).to.not.include(0);
  });

  for (const name of readdirSync(cases)) {
    it(`keeps every invariant in a case that once broke one: ${name.replace(".json", "").replaceAll("-", " ")}`, async () => {
      const scenario = JSON.parse(readFileSync(new URL(name, cases), "utf8")) as Scenario;
      expect((await simulate(scenario)).violations).to.deep.equal([]);
    });
  }
});

describe("a simulation that is broken on purpose is caught", () => {
  for (const [name, control] of Object.entries(controls)) {
    it(`within 200 seeds: ${name}`, async () => {
      expect(await seedsUntilCaught(control, 3, 200)).to.be.a("number");
    });
  }
});
