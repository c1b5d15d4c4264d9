import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { allRules } from "../../policies/rules.ts";
import { evaluated } from "../../tools/analysis/evaluated.ts";
import { type PackConfig, PackProcess } from "../../tools/analysis/pack-process.ts";
import type { Registration } from "../../tools/analysis/registration.ts";
import { later } from "./rule-tests.ts";
import { lambda, queueConsumer } from "./sound/compute.ts";
import { distribution, domain, restApi } from "./sound/edge.ts";
import { rolePolicy } from "./sound/identity.ts";
import { queue } from "./sound/messaging.ts";
import { logGroup } from "./sound/operations.ts";

function named(name: string, registrations: readonly Registration[]): Registration {
  const found = registrations.find((one) => one.name === name);
  if (!found) throw new Error(`no resource of the program is called ${name}`);
  return found;
}

describe("the pack as a process", () => {
  let pack: PackProcess;

  before(async () => {
    pack = await PackProcess.start("policies");
  });

  after(() => pack.stop());

  const analyzed = async (register: () => void, config: PackConfig = {}, preview = false) => {
    await pack.configure(config);
    return await pack.analyze(await evaluated(register, { preview }));
  };

  it("tells the engine its name, its version and every rule", () => {
    expect(pack.info).to.include({ name: "berth", version: "0.1.0" });
    expect(pack.info.policiesList.map(({ name }) => name)).to.deep.equal(allRules.map(({ name }) => name));
  });

  describe("in a preview that does not know a value", () => {
    it("says of a mandatory rule about one resource that it could not run, and judges when the value is known", async () => {
      const register = () => logGroup("claim", { retentionInDays: later(0) });
      const [finding, ...others] = await analyzed(register, {}, true);
      expect(others).to.be.empty;
      expect(finding).to.deep.include({ rule: "log-retention", level: "advisory" });
      expect(finding?.message).to.equal(
        "can't run policy 'log-retention' from policy pack 'berth@v0.1.0' during preview: string value at .retentionInDays can't be known during preview",
      );
      expect(finding?.urn).to.match(/::claim$/);
      const [violation] = await analyzed(register);
      expect(violation).to.deep.include({ rule: "log-retention", level: "mandatory" });
    });

    it("says of a mandatory rule about several that it could not run, and what it found in others all the same", async () => {
      const found = await analyzed(
        () => {
          queue("unknown", { messageRetentionSeconds: later(60) });
          queue("known", { messageRetentionSeconds: 1_209_600 });
        },
        {},
        true,
      );
      const retention = found.filter(({ rule }) => rule === "dead-letter-retention");
      expect(retention).to.have.lengthOf(2);
      expect(retention[0]).to.include({ level: "mandatory" });
      expect(retention[0]?.urn).to.match(/::known$/);
      expect(retention[1]?.message).to.match(
        /^can't run policy 'dead-letter-retention' .+ at \.messageRetentionSeconds can't/,
      );
    });

    it("judges what only names a thing that is known later", async () => {
      expect(
        await analyzed(
          () => {
            const key = new aws.kms.Key("logs", { enableKeyRotation: true });
            logGroup("claim", { kmsKeyId: key.arn });
          },
          {},
          true,
        ),
      ).to.deep.equal([]);
    });
  });

  describe("with a configuration", () => {
    const register = () => rolePolicy("reader", { Action: "s3:*" });

    it("takes the level of a rule, and the level of all", async () => {
      const levels = async (config: PackConfig) => (await analyzed(register, config)).map(({ level }) => level);
      expect(await levels({})).to.deep.equal(["mandatory"]);
      expect(await levels({ "iam-actions-exact": "advisory" })).to.deep.equal(["advisory"]);
      expect(await levels({ all: "advisory" })).to.deep.equal(["advisory"]);
      expect(await levels({ "iam-actions-exact": "disabled" })).to.be.empty;
    });

    it("takes the settings of a rule", async () => {
      expect(await analyzed(register, { "iam-actions-exact": { allowed: ["s3:*"] } })).to.be.empty;
    });

    it("takes exemptions, for the resources that they name and for no other", async () => {
      const both = () => {
        rolePolicy("reader", { Action: "s3:*" });
        rolePolicy("writer", { Action: "s3:*" });
        queue("bookings", {}, ["alarm"]);
      };
      const exempt = (urn: string) => [{ urn, reason: "It is made by another team." }];
      const found = await analyzed(both, {
        "iam-actions-exact": { exempt: exempt("urn:pulumi:prod-*::shop::*::reader") },
        "queue-alarms": { exempt: exempt("*::bookings") },
      });
      expect(found.map(({ rule, urn }) => [rule, urn.split("::").at(-1)])).to.deep.equal([
        ["iam-actions-exact", "writer"],
      ]);
    });
  });

  describe("with the level remediate", () => {
    const remediate = (...rules: string[]): PackConfig => Object.fromEntries(rules.map((rule) => [rule, "remediate"]));
    const mended = async (register: () => void, config: PackConfig, type: string) => {
      await pack.configure(config);
      const registrations = await evaluated(register);
      const broken = registrations.find((one) => one.type === type);
      if (!broken) throw new Error(`no ${type} is in the program`);
      expect(await pack.analyze(registrations), "after the remediation").to.be.empty;
      return { before: broken.inputs, after: await pack.remediated(broken) };
    };

    it("sets the retention of a log, to what is configured", async () => {
      const { before, after } = await mended(
        () => logGroup("claim", { retentionInDays: 0 }),
        { "log-retention": { enforcementLevel: "remediate", days: 14 } },
        "aws:cloudwatch/logGroup:LogGroup",
      );
      expect(after).to.deep.equal({ ...before, retentionInDays: 14 });
    });

    it("has batches report what failed", async () => {
      const { before, after } = await mended(
        () => queueConsumer("claim", { functionResponseTypes: undefined }),
        remediate("event-source-partial-failures"),
        "aws:lambda/eventSourceMapping:EventSourceMapping",
      );
      expect(after).to.deep.equal({ ...before, functionResponseTypes: ["ReportBatchItemFailures"] });
    });

    it("sets the TLS policy of a domain and of a distribution", async () => {
      const domains = await mended(
        () => domain("api", { securityPolicy: "TLS_1_0" }),
        remediate("domain-tls"),
        "aws:apigateway/domainName:DomainName",
      );
      expect(domains.after).to.deep.equal({ ...domains.before, securityPolicy: "TLS_1_2" });
      const viewerCertificate = { acmCertificateArn: "arn", minimumProtocolVersion: "TLSv1" };
      const { before, after } = await mended(
        () => distribution("site", { viewerCertificate }),
        remediate("distribution-tls"),
        "aws:cloudfront/distribution:Distribution",
      );
      const mendedCertificate = { ...viewerCertificate, minimumProtocolVersion: "TLSv1.2_2021" };
      expect(after).to.deep.equal({ ...before, viewerCertificate: mendedCertificate });
    });

    it("turns traces on", async () => {
      const { before, after } = await mended(
        () => restApi("api", { xrayTracingEnabled: false }),
        remediate("rest-tracing"),
        "aws:apigateway/stage:Stage",
      );
      expect(after).to.deep.equal({ ...before, xrayTracingEnabled: true });
    });

    it("adds tags of which the values are configured, beside those that are there", async () => {
      const config = {
        "required-tags": { enforcementLevel: "remediate", tags: ["owner", "team"], values: { team: "booking" } },
      };
      const { after } = await mended(
        () => new aws.kms.Key("data", { enableKeyRotation: true, tags: { stage: "dev" } }),
        config,
        "aws:kms/key:Key",
      );
      expect(after.tags).to.deep.equal({ stage: "dev", team: "booking" });
    });

    it("leaves secrets secret, and what a preview does not know as it is", async () => {
      await pack.configure(remediate("log-retention"));
      const group = (): pulumi.Resource =>
        logGroup("claim", { retentionInDays: 0, kmsKeyId: later("key"), name: pulumi.secret("hidden") });
      const broken = named("claim", await evaluated(group, { preview: true }));
      const after = await pack.remediated(broken);
      expect(after).to.deep.equal({ ...broken.inputs, retentionInDays: 30 });
      expect(JSON.stringify(after.name)).to.include("1b47061264138c4ac30d75fd1eb44270"); // the engine's mark of a secret
    });

    it("turns traces of a function on, unless its code is an archive of assets, which the SDK would lose", async () => {
      const tracingConfig = { mode: "PassThrough" };
      const { before, after } = await mended(
        () => lambda("claim", { tracingConfig, code: new pulumi.asset.FileArchive("dist") }),
        remediate("function-tracing"),
        "aws:lambda/function:Function",
      );
      expect(after).to.deep.include({ tracingConfig: { mode: "Active" } });
      expect(after.code).to.include({ path: (before.code as { path: string }).path });

      const found = await analyzed(() => lambda("claim", { tracingConfig }), remediate("function-tracing"));
      expect(found.map(({ rule, level }) => [rule, level])).to.deep.equal([["function-tracing", "mandatory"]]);
    });

    it("leaves what is exempted as it is", async () => {
      const exempt = [{ urn: "*::claim", reason: "It is kept for ever, by law." }];
      await pack.configure({ "log-retention": { enforcementLevel: "remediate", exempt } });
      const group = named("claim", await evaluated(() => logGroup("claim", { retentionInDays: 0 })));
      expect(await pack.remediated(group)).to.deep.equal(group.inputs);
    });
  });
});
