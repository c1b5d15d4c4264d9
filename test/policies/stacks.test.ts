import { expect } from "chai";
import { Project } from "../../local/project.ts";
import { exemptions } from "../../policies/exemptions.ts";
import { matches } from "../../policies/framework/glob.ts";
import { dev } from "../../policies/presets.ts";
import { allRules, rules, stackRules } from "../../policies/rules.ts";
import { evaluated } from "../../tools/analysis/evaluated.ts";
import { type Finding, PackProcess } from "../../tools/analysis/pack-process.ts";
import type { Registration } from "../../tools/analysis/registration.ts";
import { stackViolations, violations } from "./violations.ts";

const project = new Project(".");

async function registrationsOf(stack: string, preview = false): Promise<Registration[]> {
  const keys = { keys: [{ kid: "1", kty: "RSA", n: "AQAB", e: "AQAB" }] };
  const program = project.program(stack, { "berth:userPoolKeys": keys });
  return await evaluated(() => program.run(), { project: project.name, stack, config: program.config, preview });
}

describe("the pack over the committed stacks", () => {
  const registrations = new Map<string, Registration[]>();
  let pack: PackProcess;

  before(async () => {
    pack = await PackProcess.start("policies");
    for (const stack of project.stacks) registrations.set(stack, await registrationsOf(stack));
  });

  after(() => pack.stop());

  for (const stack of project.stacks) {
    it(`finds nothing in ${stack}, when everything is known`, async () => {
      await pack.configure();
      expect(await pack.analyze(registrations.get(stack) ?? [])).to.deep.equal([]);
    });
  }

  for (const stack of ["prod-eu-west-1", "dev-us-east-1"]) {
    it(`finds nothing in a preview of ${stack}, and cannot judge documents with ARNs of what is not made yet`, async () => {
      await pack.configure();
      const found = await pack.analyze(await registrationsOf(stack, true));
      const documents =
        /^can't run policy '[a-z-]+' from policy pack .+: string value at \.(policy|redrivePolicy|body) can't be known/;
      for (const { rule, message, level } of found) {
        expect(message, rule).to.match(documents);
        expect(level, rule).to.equal("advisory");
      }
    });
  }

  it("finds nothing in the stacks of dev under the preset dev either", async () => {
    await pack.configure(dev(allRules));
    for (const stack of project.stacks.filter((name) => name.startsWith("dev-"))) {
      expect(await pack.analyze(registrations.get(stack) ?? [])).to.deep.equal([]);
    }
  });

  it("needs each of its exemptions, which name a rule and a reason", async () => {
    const found: Pick<Finding, "rule" | "urn">[] = [];
    for (const stack of registrations.values()) {
      for (const rule of rules) {
        for (const resource of stack) {
          const messages = await violations(rule, resource, {}, []);
          found.push(...messages.map(() => ({ rule: rule.name, urn: resource.urn })));
        }
      }
      for (const rule of stackRules) {
        const messages = await stackViolations(rule, stack, {}, []);
        found.push(...messages.map(([, urn]) => ({ rule: rule.name, urn })));
      }
    }
    for (const { rule, urn, reason } of exemptions) {
      expect(
        found.some((one) => one.rule === rule && matches(urn, one.urn)),
        `${rule} for ${urn}`,
      ).to.equal(true);
      expect(reason).to.match(/^[A-Z].{20,}\.$/);
    }
  });
});
