import type * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { Project } from "../local/project.ts";
import { resourceTypes } from "../local/resources/index.ts";
import { rules } from "../policies/rules.ts";
import { ofPrimaryStack } from "../tools/analysis/evaluated.ts";
import { type Registered, one, registered } from "./components/registered.ts";
import { violations } from "./policies/violations.ts";

const project = new Project(".");

const keys = { keys: [{ kid: "1", kty: "RSA", n: "AQAB", e: "AQAB" }] };

async function evaluated(stack: string, config: Record<string, unknown> = {}): Promise<Registered[]> {
  const program = project.program(stack, { "berth:userPoolKeys": keys, ...config });
  return await registered(() => program.run(), { stack, config: program.config });
}

const userPool = "aws:cognito/userPool:UserPool";
const of = (resources: Registered[], type: string) => resources.filter((resource) => resource.type === type);

/** Whose tokens a stack's authorizer accepts, and how many user pools the stack makes. */
async function accepted(resources: Registered[]) {
  const { code, environment } = one(resources, "aws:lambda/function:Function", "authorize").inputs;
  const { variables } = environment as { variables: Record<string, string> };
  const { "jwks.json": jwks } = await (code as pulumi.asset.AssetArchive).assets;
  return {
    id: variables.USER_POOL_ID,
    clientId: variables.USER_POOL_CLIENT_ID,
    keys: await (jwks as pulumi.asset.StringAsset).text,
    pools: of(resources, userPool).length,
  };
}

for (const stack of project.stacks) {
  describe(`the stack ${stack}`, () => {
    const config = project.config(stack);
    const region = String(config["aws:region"]);
    const regions = config["berth:regions"] as string[];
    let resources: Registered[];

    before(async () => {
      resources = await evaluated(stack);
    });

    it("makes the tables with replicas in every other region if it is the primary, and refers to them if not", () => {
      if (region === regions[0]) {
        for (const table of ["ledger", "catalogue", "baskets", "reports"]) {
          const { replicas } = one(resources, "aws:dynamodb/table:Table", table).inputs;
          const names = (replicas as { regionName: string }[]).map(({ regionName }) => regionName);
          expect(names, table).to.deep.equal(regions.slice(1));
        }
        const { ttl } = one(resources, "aws:dynamodb/table:Table", "baskets").inputs;
        expect(ttl).to.deep.equal({ attributeName: "expiresAt", enabled: true });
      } else {
        expect(of(resources, "aws:dynamodb/table:Table")).to.be.empty;
        one(resources, "pulumi:pulumi:StackReference", `organization/berth/${stack.replace(region, regions[0] ?? "")}`);
      }
    });

    it("accepts the tokens of the user pool that the primary makes, or of one that is there already", async () => {
      const given = { keys: JSON.stringify(keys) };
      expect(await accepted(resources)).to.deep.equal(
        region === regions[0]
          ? { id: "users-id", clientId: "users-id", ...given, pools: 1 }
          : { id: ofPrimaryStack.userPoolId, clientId: ofPrimaryStack.userPoolClientId, ...given, pools: 0 },
      );
      const existing = { "berth:userPoolId": "eu-west-1_existing1", "berth:userPoolClientId": "4h57example" };
      const found = await evaluated(stack, existing);
      expect(await accepted(found)).to.deep.equal({
        id: "eu-west-1_existing1",
        clientId: "4h57example",
        ...given,
        pools: 0,
      });
    });

    it("has a cache of the API's answers if and as large as the configuration says", () => {
      const size = String(config["berth:apiCacheGigabytes"]);
      const { cacheClusterEnabled, cacheClusterSize } = one(resources, "aws:apigateway/stage:Stage").inputs;
      expect([cacheClusterEnabled, cacheClusterSize]).to.deep.equal(size === "0" ? [false, undefined] : [true, size]);
    });

    it("tells the authorizer which methods the API document has", async () => {
      const { code } = one(resources, "aws:lambda/function:Function", "authorize").inputs;
      const { "methods.json": methods } = await (code as pulumi.asset.AssetArchive).assets;
      const text = await (methods as pulumi.asset.StringAsset).text;
      expect(JSON.parse(text)).to.deep.include.members([{ method: "GET/items/*/slots" }, { method: "POST/bookings" }]);
      expect(text).not.to.include("GET/health");
    });

    if (region === regions[0]) {
      it("makes what protects and sorts accounts with the pool, as the configuration says", () => {
        const { inputs } = one(resources, userPool);
        const groups = of(resources, "aws:cognito/userGroup:UserGroup").map((group) => group.inputs.name);
        expect(groups).to.deep.equal(["customer", "staff"]);
        expect(inputs).to.deep.include({
          userPoolTier: "PLUS",
          adminCreateUserConfig: { allowAdminCreateUserOnly: false },
        });
        const deletionProtection = config["berth:deletionProtection"] === true ? "ACTIVE" : "INACTIVE";
        expect(inputs).to.include({ deletionProtection });
      });
    } else {
      it("takes the keys that the primary tells, where none are given", async () => {
        const found = await evaluated(stack, { "berth:userPoolKeys": { keys: [] } });
        expect((await accepted(found)).keys).to.equal(ofPrimaryStack.userPoolKeys);
      });
    }

    it("has a plan for each partner, whose key is the same in all regions, and keeps the house rules with them", async () => {
      const key = "aws:apigateway/apiKey:ApiKey";
      expect(of(resources, key)).to.be.empty;
      const partner = { name: "acme-travel", requestsPerSecond: 5, burst: 10, requestsPerDay: 1000 };
      const found = await evaluated(stack, { "berth:partners": [partner] });
      const { value: secret } = one(found, key, "api-acme-travel").inputs;
      if (region === regions[0]) expect(secret).to.equal(undefined);
      else expect(secret).to.include({ value: ofPrimaryStack.partnerKeys["acme-travel"] });
      for (const resource of found.filter(({ type }) => type.startsWith("aws:apigateway/"))) {
        for (const rule of rules) expect(await violations(rule, resource), resource.urn).to.be.empty;
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

    it("lets the bus put baskets that were checked out on the queue of bookings, and what the catalogue says on that of prices", () => {
      const patterns = Object.fromEntries(
        of(resources, "aws:cloudwatch/eventRule:EventRule").map(({ name, inputs }) => [name, inputs.eventPattern]),
      );
      expect(patterns.checkouts).to.equal('{"source":["berth.basket"],"detail-type":["BasketCheckedOut"]}');
      expect(patterns["basket-offers"]).to.equal(
        '{"source":["berth.catalogue"],"detail-type":["SlotOffered","SlotWithdrawn"]}',
      );
      const targets = of(resources, "aws:cloudwatch/eventTarget:EventTarget").map(({ name }) => name);
      expect(targets).to.include.members(["bookings-checkouts", "basket-slots-basket-offers"]);
    });

    it("says prices in the currency that the configuration names", async () => {
      const currencyOf = (found: Registered[], name: string) =>
        (one(found, "aws:lambda/function:Function", name).inputs.environment as { variables: Record<string, string> })
          .variables.CURRENCY;
      const dollars = await evaluated(stack, { "berth:currency": "USD" });
      for (const name of ["basket-edit", "basket-read"]) {
        expect(currencyOf(resources, name)).to.equal("EUR");
        expect(currencyOf(dollars, name)).to.equal("USD");
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

    it("names no two resources of a type alike, as their physical names are made of it", () => {
      const names = resources.filter(({ type }) => type.startsWith("aws:")).map(({ type, name }) => `${type} ${name}`);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).to.deep.equal([]);
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
