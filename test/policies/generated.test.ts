import { readFileSync } from "node:fs";
import { expect } from "chai";
import { dev, strict } from "../../policies/presets.ts";
import { allRules } from "../../policies/rules.ts";
import { generated } from "../../tools/policy-table.ts";

describe("what is made from the rules", () => {
  it("is as the rules are: run tsx tools/policy-table.ts if not", async () => {
    for (const [file, text] of await generated()) expect(readFileSync(file, "utf8"), file).to.equal(text);
  });

  it("names every rule in the table, with what it asks", () => {
    const table = readFileSync("docs/policies.md", "utf8");
    for (const { name } of allRules) expect(table).to.include(`| \`${name}\``);
  });
});

describe("the presets", () => {
  it("strict is what the rules are without a configuration", () => {
    for (const { name, level, configSchema } of allRules) {
      const defaults = Object.entries(configSchema?.properties ?? {}).map(([key, schema]) => [key, schema.default]);
      expect(strict(allRules)[name]).to.deep.equal({ enforcementLevel: level, ...Object.fromEntries(defaults) });
    }
  });

  it("dev is no stricter, mends what it can, and keeps every rule on who may do what", () => {
    const severity = ["disabled", "advisory", "remediate", "mandatory"];
    for (const rule of allRules) {
      const level = (dev(allRules)[rule.name] as { enforcementLevel: string }).enforcementLevel;
      expect(severity.indexOf(level), rule.name).to.be.at.most(severity.indexOf(rule.level));
      expect(level === "remediate", rule.name).to.equal("remediateResource" in rule);
      if (/^(iam|role|managed-policy|no-access|function-secrets|function-permission)/.test(rule.name)) {
        expect(level, rule.name).to.equal("mandatory");
      }
    }
  });
});
