import { readdirSync } from "node:fs";
import { expect } from "chai";
import { allRules } from "../../policies/rules.ts";
import { evaluated } from "../../tools/analysis/evaluated.ts";
import { PackProcess } from "../../tools/analysis/pack-process.ts";
import { everything } from "./sound/everything.ts";
import type { Violation } from "./violation.ts";

const names = readdirSync("test/policies/programs").map((file) => file.slice(0, -".ts".length));

describe("the pack, asked as the engine asks it", () => {
  let pack: PackProcess;

  before(async () => {
    pack = await PackProcess.start("policies");
  });

  after(() => pack.stop());

  it("has a program for every rule that breaks it", () => {
    expect(names).to.have.members(allRules.map(({ name }) => name));
  });

  it("finds nothing in a program with something of every kind", async () => {
    await pack.configure();
    expect(await pack.analyze(await evaluated(everything))).to.deep.equal([]);
  });

  for (const name of names) {
    it(`finds what breaks ${name}, and nothing else in the same program`, async () => {
      const { violation } = (await import(`./programs/${name}.ts`)) as { violation: Violation };
      await pack.configure(violation.settings && { [name]: violation.settings });
      const found = await pack.analyze(await evaluated(violation.register));
      expect(found.map(({ rule, message }) => ({ rule, message }))).to.deep.equal(
        violation.messages.map((message) => ({ rule: name, message })),
      );
      const level = allRules.find((rule) => rule.name === name)?.level;
      for (const finding of found) {
        expect(finding.level).to.equal(level);
        expect(finding.urn).to.match(/^urn:pulumi:prod-eu-west-1::shop::/);
      }
    });
  }
});
