import { expect } from "chai";
import type { ConditionContext } from "../../../../local/services/iam/conditions.ts";
import { evaluate, evaluateFor } from "../../../../local/services/iam/evaluate.ts";
import { parsePolicy } from "../../../../local/services/iam/policy.ts";

const table = "arn:aws:dynamodb:eu-west-1:000000000000:table/tours";

function verdictOf(statement: object | object[], action: string, resource = table, context: ConditionContext = {}) {
  const policy = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statement }), "identity");
  return evaluate([policy], { action, resource, context });
}

describe("evaluate", () => {
  it("allows the action on the resource that a statement names", () => {
    expect(verdictOf({ Effect: "Allow", Action: "dynamodb:GetItem", Resource: table }, "dynamodb:GetItem")).to.equal(
      "allowed",
    );
  });

  it("denies what no statement names: another action, another resource, no policy at all", () => {
    const statement = { Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: [table] };
    expect(verdictOf(statement, "dynamodb:PutItem")).to.equal("denied implicitly");
    expect(verdictOf(statement, "dynamodb:GetItem", `${table}-other`)).to.equal("denied implicitly");
    expect(evaluate([], { action: "dynamodb:GetItem", resource: table, context: {} })).to.equal("denied implicitly");
  });

  it("lets an explicit denial win, wherever it stands", () => {
    const allow = { Effect: "Allow", Action: "*", Resource: "*" };
    const deny = { Effect: "Deny", Action: "dynamodb:DeleteItem", Resource: "*" };
    expect(verdictOf([deny, allow], "dynamodb:DeleteItem")).to.equal("denied explicitly");
    expect(verdictOf([allow, deny], "dynamodb:DeleteItem")).to.equal("denied explicitly");
    expect(verdictOf([allow, deny], "dynamodb:GetItem")).to.equal("allowed");
  });

  it("takes * for any characters and ? for one, and actions in any case", () => {
    const statement = { Effect: "Allow", Action: "DynamoDB:*Item", Resource: `${table}/index/by-?` };
    expect(verdictOf(statement, "dynamodb:GetItem", `${table}/index/by-a`)).to.equal("allowed");
    expect(verdictOf(statement, "dynamodb:GetItem", `${table}/index/by-ab`)).to.equal("denied implicitly");
    expect(verdictOf(statement, "dynamodb:Query", `${table}/index/by-a`)).to.equal("denied implicitly");
  });

  it("takes no other character for a pattern", () => {
    const dotted = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a.b" };
    expect(verdictOf(dotted, "s3:GetObject", "arn:aws:s3:::a.b")).to.equal("allowed");
    expect(verdictOf(dotted, "s3:GetObject", "arn:aws:s3:::axb")).to.equal("denied implicitly");
  });

  it("reads NotAction and NotResource as everything else", () => {
    const statement = { Effect: "Allow", NotAction: "dynamodb:DeleteTable", NotResource: `${table}-audit` };
    expect(verdictOf(statement, "dynamodb:GetItem")).to.equal("allowed");
    expect(verdictOf(statement, "dynamodb:DeleteTable")).to.equal("denied implicitly");
    expect(verdictOf(statement, "dynamodb:GetItem", `${table}-audit`)).to.equal("denied implicitly");
  });

  const cases: [condition: object, context: ConditionContext, holds: boolean][] = [
    [
      { StringEquals: { "aws:RequestedRegion": ["eu-west-1", "us-east-1"] } },
      { "aws:RequestedRegion": "us-east-1" },
      true,
    ],
    [{ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }, { "aws:RequestedRegion": "EU-WEST-1" }, false],
    [{ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }, {}, false],
    [{ StringEqualsIfExists: { "aws:RequestedRegion": "eu-west-1" } }, {}, true],
    [{ StringEqualsIgnoreCase: { "aws:requestedregion": "eu-west-1" } }, { "aws:RequestedRegion": "EU-west-1" }, true],
    [{ StringNotEquals: { "aws:RequestedRegion": ["eu-west-1", "x"] } }, { "aws:RequestedRegion": "eu-west-1" }, false],
    [{ StringNotEquals: { "aws:RequestedRegion": "eu-west-1" } }, {}, true],
    [{ StringLike: { "aws:RequestedRegion": "eu-*" } }, { "aws:RequestedRegion": "eu-west-1" }, true],
    [{ StringNotLike: { "aws:RequestedRegion": "eu-*" } }, { "aws:RequestedRegion": "eu-west-1" }, false],
    [
      { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:000000000000:alarms" } },
      { "aws:SourceArn": "arn:aws:sns:eu-west-1:000000000000:alarms" },
      true,
    ],
    [
      { ArnEquals: { "aws:SourceArn": "arn:aws:sns:*:alarms" } },
      { "aws:SourceArn": "arn:aws:sns:eu-west-1:000000000000:alarms" },
      false,
    ],
    [
      { ArnNotLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } },
      { "aws:SourceArn": "arn:aws:sns:eu-west-1:000000000000:alarms" },
      false,
    ],
    [{ Bool: { "aws:SecureTransport": false } }, { "aws:SecureTransport": "true" }, false],
    [{ Bool: { "aws:SecureTransport": "true" } }, { "aws:SecureTransport": "true" }, true],
    [{ Null: { "aws:SourceArn": "true" } }, {}, true],
    [{ Null: { "aws:SourceArn": "true" } }, { "aws:SourceArn": "x" }, false],
    [
      { Bool: { "aws:SecureTransport": "true" }, StringEquals: { "aws:SourceAccount": "1" } },
      { "aws:SecureTransport": "true", "aws:SourceAccount": "2" },
      false,
    ],
  ];
  for (const [condition, context, holds] of cases) {
    it(`finds ${JSON.stringify(condition)} ${holds ? "to hold" : "not to hold"} for ${JSON.stringify(context)}`, () => {
      const statement = { Effect: "Allow", Action: "*", Resource: "*", Condition: condition };
      expect(verdictOf(statement, "sqs:SendMessage", table, context)).to.equal(holds ? "allowed" : "denied implicitly");
    });
  }
});

describe("evaluateFor", () => {
  const role = {
    account: "000000000000",
    roleArn: "arn:aws:iam::000000000000:role/claim",
    sessionArn: "arn:aws:sts::000000000000:assumed-role/claim/berth",
  };
  const verdictFor = (
    effect: "Allow" | "Deny",
    principal: unknown,
    asker: Parameters<typeof evaluateFor>[0] = role,
  ) => {
    const statement = { Effect: effect, Principal: principal, Action: "sqs:*", Resource: "*" };
    const policy = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: statement }), "resource");
    return evaluateFor(asker, policy, { action: "sqs:SendMessage", resource: table, context: {} });
  };

  it("means the role by its ARN, its session's ARN or *", () => {
    for (const principal of ["*", { AWS: "*" }, { AWS: [role.roleArn] }, { AWS: role.sessionArn }]) {
      expect(verdictFor("Allow", principal)).to.equal("allowed");
    }
    expect(verdictFor("Allow", { AWS: "arn:aws:iam::000000000000:role/other" })).to.equal("denied implicitly");
  });

  it("lets the account's name deny a role, but not allow it anything", () => {
    expect(verdictFor("Allow", { AWS: "arn:aws:iam::000000000000:root" })).to.equal("denied implicitly");
    expect(verdictFor("Deny", { AWS: "000000000000" })).to.equal("denied explicitly");
  });

  it("tells services from each other and from roles", () => {
    const principal = { Service: "sns.amazonaws.com" };
    expect(verdictFor("Allow", principal, { service: "sns.amazonaws.com" })).to.equal("allowed");
    expect(verdictFor("Allow", principal, { service: "events.amazonaws.com" })).to.equal("denied implicitly");
    expect(verdictFor("Allow", principal)).to.equal("denied implicitly");
  });
});
