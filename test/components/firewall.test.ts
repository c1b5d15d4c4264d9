import { expect } from "chai";
import { Firewall, type FirewallArgs, FirewallScope } from "../../components/firewall.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const stage = "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5/stages/live";

/** What a firewall of these arguments, called `api`, is made of. */
const made = (args: Partial<FirewallArgs> = {}) =>
  registered(() => new Firewall("api", { region: "eu-west-1", protects: [stage], ...args }));

const aclType = "aws:wafv2/webAcl:WebAcl";

interface Rule {
  name: string;
  priority: number;
  action?: { block?: { customResponse: object } };
  overrideAction?: object;
  statement: Record<string, object>;
  visibilityConfig: { cloudwatchMetricsEnabled: boolean; metricName: string };
}

async function rulesOf(args?: Partial<FirewallArgs>): Promise<Rule[]> {
  return one(await made(args), aclType).inputs.rules as Rule[];
}

describe("Firewall", () => {
  itIsAComponent((name, region) => new Firewall(name, { region, protects: [stage] }));

  it("lets through what no rule refuses, and judges by address, size and AWS's managed rules, in this order", async () => {
    const acl = one(await made(), aclType).inputs;
    expect(acl).to.deep.include({ scope: "REGIONAL", defaultAction: { allow: {} } });
    const rules = acl.rules as Rule[];
    expect(rules.map(({ name }) => name)).to.deep.equal([
      "rate-by-address",
      "body-size",
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesCommonRuleSet",
      "AWSManagedRulesSQLiRuleSet",
    ]);
    expect(rules.map(({ priority }) => priority)).to.deep.equal([0, 1, 2, 3, 4, 5]);
    for (const { name, visibilityConfig, overrideAction, action } of rules) {
      expect(visibilityConfig).to.deep.include({ cloudwatchMetricsEnabled: true, metricName: name });
      // A managed group that only counted would look like protection and be none.
      if (action === undefined) expect(overrideAction, name).to.deep.equal({ none: {} });
    }
  });

  it("answers 429 with Retry-After and problem details to an address that asks too often", async () => {
    const [rate] = await rulesOf({ requestsPerFiveMinutes: 500 });
    expect(rate?.statement.rateBasedStatement).to.deep.equal({
      ...{ aggregateKeyType: "IP", evaluationWindowSec: 300, limit: 500 },
    });
    expect(rate?.action?.block?.customResponse).to.deep.equal({
      responseCode: 429,
      customResponseBodyKey: "too-many-requests",
      responseHeaders: [{ name: "retry-after", value: "60" }],
    });
    const acl = one(await made({ problemTypePrefix: "urn:shop:" }), aclType).inputs;
    const bodies = acl.customResponseBodies as { key: string; content: string }[];
    expect(bodies.map(({ content }) => JSON.parse(content) as object)).to.deep.equal([
      { type: "urn:shop:too-many-requests", title: "Too many requests", status: 429 },
      { type: "urn:shop:content-too-large", title: "The body is too large", status: 413 },
    ]);
  });

  it("answers 413 to a body that is too large, also one that is longer than what is looked into", async () => {
    const acl = one(await made({ maximumBodyKibibytes: 8 }), aclType).inputs;
    const size = (acl.rules as Rule[])[1];
    expect(size?.statement.sizeConstraintStatement).to.deep.include({
      fieldToMatch: { body: { oversizeHandling: "MATCH" } },
      comparisonOperator: "GT",
      size: 8192,
    });
    expect(size?.action?.block?.customResponse).to.include({ responseCode: 413 });
    expect(acl.associationConfig).to.deep.equal({
      requestBodies: [{ apiGateway: { defaultSizeInspectionLimit: "KB_16" } }],
    });
    const [, , , , common] = await rulesOf();
    expect(common?.statement.managedRuleGroupStatement).to.deep.include({
      ruleActionOverrides: [{ name: "SizeRestrictions_BODY", actionToUse: { count: {} } }],
    });
    const { associationConfig } = one(await made(), aclType).inputs;
    expect(associationConfig).to.deep.include({
      requestBodies: [{ apiGateway: { defaultSizeInspectionLimit: "KB_64" } }],
    });
  });

  it("tells bots from people only if it is asked to", async () => {
    const names = async (botControl: boolean) => (await rulesOf({ botControl })).map(({ name }) => name);
    expect(await names(false)).not.to.include("AWSManagedRulesBotControlRuleSet");
    expect((await names(true)).at(-1)).to.equal("AWSManagedRulesBotControlRuleSet");
  });

  it("stands before what it protects", async () => {
    const association = one(await made(), "aws:wafv2/webAclAssociation:WebAclAssociation").inputs;
    expect(association).to.include({ resourceArn: stage, webAclArn: "arn:aws:made-up:eu-west-1:123456789012:api" });
  });

  it("stands before CloudFront from us-east-1, where the distribution names it", async () => {
    const resources = await made({ region: "us-east-1", scope: FirewallScope.CloudFront, protects: [] });
    expect(one(resources, aclType).inputs).to.deep.include({
      scope: "CLOUDFRONT",
      associationConfig: { requestBodies: [{ cloudfront: { defaultSizeInspectionLimit: "KB_64" } }] },
    });
    expect(resources.map(({ type }) => type)).not.to.include("aws:wafv2/webAclAssociation:WebAclAssociation");
    const alarms = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    for (const { inputs } of alarms) expect(inputs.dimensions).not.to.have.property("Region");
  });

  it("logs what it refused or counted, without tokens and cookies, under the name that AWS asks for", async () => {
    const resources = await made({ logRetentionDays: 90, logKeyArn: "arn:key" });
    expect(one(resources, "aws:cloudwatch/logGroup:LogGroup").inputs).to.include({
      namePrefix: "aws-waf-logs-api-",
      retentionInDays: 90,
      kmsKeyId: "arn:key",
    });
    const log = one(resources, "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration").inputs;
    expect(log.redactedFields).to.deep.equal([
      { singleHeader: { name: "authorization" } },
      { singleHeader: { name: "cookie" } },
    ]);
    expect(log.loggingFilter).to.deep.include({ defaultBehavior: "DROP" });
    expect(log.logDestinationConfigs).to.deep.equal(["arn:aws:made-up:eu-west-1:123456789012:api"]);
  });

  it("rings when it refuses much, and when one address floods", async () => {
    const resources = await made({ blockedAlarm: 7, requestsPerFiveMinutes: 300, alarmActions: ["arn:t"] });
    const alarm = (name: string) => one(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", name).inputs;
    const dimensions = { WebACL: "prod-eu-west-1-api", Region: "eu-west-1" };
    const common = { namespace: "AWS/WAFV2", metricName: "BlockedRequests", period: 300, alarmActions: ["arn:t"] };
    expect(alarm("api-blocked")).to.deep.include({
      ...common,
      threshold: 7,
      dimensions: { ...dimensions, Rule: "ALL" },
    });
    expect(alarm("api-flood")).to.deep.include({
      ...common,
      threshold: 300,
      dimensions: { ...dimensions, Rule: "rate-by-address" },
    });
  });

  it("refuses arguments out of their range, and those that do not go with CloudFront, all at once", async () => {
    await registered(() => {
      const broken = { requestsPerFiveMinutes: 9, maximumBodyKibibytes: 20, logRetentionDays: 2, blockedAlarm: -1 };
      expect(() => new Firewall("api", { region: "eu-west-1", ...broken })).to.throw(
        InvalidArguments,
        'Firewall "api": requestsPerFiveMinutes is 9, and must be a whole number from 10 to 2000000000; ' +
          "maximumBodyKibibytes is 20, and must be one of 8, 16, 32, 48, 64; logRetentionDays is 2, and must be one of",
      );
      const scope = FirewallScope.CloudFront;
      expect(() => new Firewall("site", { region: "eu-west-1", scope, protects: [stage] })).to.throw(
        InvalidArguments,
        'Firewall "site": region is eu-west-1, and must be us-east-1 with the scope CLOUDFRONT; ' +
          "protects must be empty with the scope CLOUDFRONT: the distribution names it",
      );
    });
  });
});
