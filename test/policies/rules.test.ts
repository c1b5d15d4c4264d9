import { readFileSync, readdirSync } from "node:fs";
import { expect } from "chai";
import { allRules, concerns, rules, stackRules } from "../../policies/rules.ts";
import { exempting } from "../../policies/framework/exempt.ts";

describe("the rules of the pack", () => {
  it("are at least sixty, each of one concern and with a name of its own", () => {
    const names = allRules.map(({ name }) => name);
    expect(names.length).to.be.at.least(60);
    expect(new Set(names)).to.have.lengthOf(names.length);
    expect(Object.keys(concerns)).to.have.members([
      "Throttling",
      "Dead letters",
      "Several regions",
      "Observability",
      "Security",
      "Cost and hygiene",
    ]);
    expect([...rules, ...stackRules]).to.have.members([...allRules]);
  });

  it("say what they ask and why, by a name that the engine takes", () => {
    for (const { name, description, why, level, enforcementLevel } of allRules) {
      expect(name).to.match(/^[a-z0-9]+(-[a-z0-9]+)+$/);
      expect(description, name).to.match(/^An? .+[^.]\.$/);
      expect(why, name).to.match(/^[A-Z].+\.$/);
      expect(enforcementLevel, name).to.equal(level).and.to.be.oneOf(["mandatory", "advisory"]);
    }
  });

  it("name controls as their catalogues do", () => {
    for (const { name, controls, description, tags } of allRules) {
      for (const control of controls) {
        expect(control, name).to.match(/^((FSBP|Security Hub) [A-Za-z0-9]+\.\d+|cdk-nag [A-Za-z0-9-]+|CKV2?_AWS_\d+)$/);
        expect(description, name).to.include(control);
      }
      expect(tags, name).to.deep.equal([...controls]);
    }
  });

  it("have settings with a type, a meaning and a default", () => {
    for (const { name, configSchema } of allRules) {
      for (const [setting, schema] of Object.entries(configSchema?.properties ?? {})) {
        expect(schema, `${name}.${setting}`).to.include.keys("type", "description", "default");
      }
    }
  });

  it("take exemptions besides their settings, whatever their settings are", () => {
    for (const rule of allRules) {
      const { configSchema } = exempting(rule, []);
      expect(configSchema?.properties, rule.name).to.have.all.keys(
        "exempt",
        ...Object.keys(rule.configSchema?.properties ?? {}),
      );
    }
  });

  it("are each tried by name in a test of the module that holds them", () => {
    const tests = readdirSync("test/policies", { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".test.ts"))
      .map((file) => readFileSync(`test/policies/${file}`, "utf8"))
      .join("\n");
    for (const { name } of allRules) {
      const constant = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      expect(tests, name).to.match(new RegExp(`\\b${constant}\\b`));
    }
  });
});
