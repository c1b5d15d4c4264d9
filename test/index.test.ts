import { expect } from "chai";
import { Project } from "../local/project.ts";
import { resourceTypes } from "../local/resources/index.ts";
import { rules } from "../policies/rules.ts";
import { type Registered, one, registered } from "./components/registered.ts";
import { violations } from "./policies/violations.ts";

const project = new Project(".");

async function evaluated(stack: string): Promise<Registered[]> {
  const keys = { keys: [{ kid: "1", kty: "RSA", n: "AQAB", e: "AQAB" }] };
  const program = project.program(stack, { "berth:userPoolKeys": keys });
  return await registered(() => program.run(), { stack, config: program.config });
}

const of = (resources: Registered[], type: string) => resources.filter((resource) => resource.type === type);

for (const stack of project.stacks) {
  describe(`the stack ${stack}`, () => {
    const config = project.config(stack);
    const region = String(config["aws:region"]);
    const regions = config["berth:regions"] as string[];
    let resources: Registered[];

    before(async () => {
      resources = await evaluated(stack);
    });

    it("makes the table with a replica in every other region if it is the primary, and refers to it if not", () => {
      if (region === regions[0]) {
        const { replicas } = one(resources, "aws:dynamodb/table:Table", "ledger").inputs;
        expect((replicas as { regionName: string }[]).map(({ regionName }) => regionName)).to.deep.equal(
          regions.slice(1),
        );
      } else {
        expect(of(resources, "aws:dynamodb/table:Table")).to.be.empty;
        one(resources, "pulumi:pulumi:StackReference", `organization/berth/${stack.replace(region, regions[0] ?? "")}`);
      }
    });

    it("puts everything into its own region", () => {
      for (const { urn, inputs } of resources) {
        if (inputs.region !== undefined) expect(inputs.region, urn).to.equal(region);
      }
    });

    it("gives no function the address of another region", () => {
      for (const { urn, inputs } of of(resources, "aws:lambda/function:Function")) {
        const { variables } = inputs.environment as { variables: Record<string, string> };
        for (const [variable, value] of Object.entries(variables)) {
          if (variable === "REGIONS" || variable.startsWith("USER_POOL")) continue; // names, not addresses
          for (const other of regions.filter((name) => name !== region)) expect(value, urn).not.to.include(other);
        }
      }
    });

    it("lets no role do more than exact actions, and on * only what AWS knows no narrower resource for", () => {
      const anywhere = [/^xray:/, /^logs:/, /^dynamodb:ListStreams$/];
      for (const { urn, inputs } of of(resources, "aws:iam/rolePolicy:RolePolicy")) {
        const { Statement: statements } = JSON.parse(inputs.policy as string) as {
          Statement: { Action: string[]; Resource: string[] }[];
        };
        for (const { Action: actions, Resource: targets } of statements) {
          for (const action of actions) {
            expect(action, urn).to.match(/^[a-z0-9-]+:[A-Za-z]+$/);
            if (targets.includes("*"))
              expect(
                anywhere.some((pattern) => pattern.test(action)),
                urn,
              ).to.equal(true);
          }
        }
      }
    });

    it("sends every alarm to the region's topic, and shows every alarm on its dashboard", () => {
      const { dashboardBody } = one(resources, "aws:cloudwatch/dashboard:Dashboard").inputs;
      const alarms = of(resources, "aws:cloudwatch/metricAlarm:MetricAlarm");
      expect(alarms.length).to.be.at.least(20);
      for (const { name, urn, inputs } of alarms) {
        expect(inputs.alarmActions, urn).to.deep.equal(["arn:aws:made-up:eu-west-1:123456789012:alarms"]);
        expect(dashboardBody, urn).to.include(`"arn:aws:made-up:eu-west-1:123456789012:${name}"`);
      }
    });

    it("keeps the house rules", async () => {
      for (const resource of resources) {
        for (const rule of rules)
          expect(await violations(rule, resource), `${rule.name} on ${resource.urn}`).to.be.empty;
      }
    });

    it("is the same when it is evaluated again", async () => {
      const inputs = (found: Registered[]) =>
        found
          .map(({ urn, inputs: { code: _, ...rest } }) => ({ urn, ...rest }))
          .sort((a, b) => a.urn.localeCompare(b.urn));
      expect(inputs(await evaluated(stack))).to.deep.equal(inputs(resources));
    });

    if (stack.startsWith("local-")) {
      it("holds nothing that this machine does not know", () => {
        const types = resources.map(({ type }) => type).filter((type) => type.startsWith("aws:"));
        expect([...resourceTypes.keys()]).to.include.members([...new Set(types)]);
      });
    }
  });
}
