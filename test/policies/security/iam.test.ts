import { expect } from "chai";
import * as iam from "../../../policies/security/iam.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { type Resource, unknown, violations } from "../violations.ts";

const type = "aws:iam/rolePolicy:RolePolicy";
const policy = (...statements: object[]) => ({
  policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
});
const allow = (Action: string | string[], Resource: string | string[] = "arn:aws:s3:::pages/*") => ({
  Effect: "Allow",
  Action,
  Resource,
});

itIsAResourceRule(iam.iamActionsExact, {
  type,
  holds: [
    [policy({ Effect: "Deny", Action: "*", Resource: "*" })],
    [policy(allow("s3:Get*")), { allowed: ["s3:Get*"] }],
    [{ policy: "no document" }],
  ],
  breaks: [
    [policy(allow("*")), ["Action holds *: name each action."]],
    [policy(allow(["s3:*", "s3:GetObject", "sqs:Send*"])), ["Action holds s3:*, sqs:Send*: name each action."]],
    [
      { policy: JSON.stringify({ Statement: allow("s3:*") }) }, // one statement needs no list
      ["Action holds s3:*: name each action."],
    ],
    [
      policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      ["a statement allows everything but what it names (NotAction, NotResource): name what it allows."],
    ],
  ],
  unknown: [
    [{ policy: unknown }, "unjudged"],
    // A document that is an object, of which the ARN is known later, is judged as far as it is known.
    [{ policy: { Statement: [allow("s3:*", unknown)] } }, ["Action holds s3:*: name each action."]],
  ],
});

itIsAResourceRule(iam.iamResourcesExact, {
  type,
  holds: [
    [policy(allow(["xray:PutTraceSegments", "cloudwatch:PutMetricData"], "*"))],
    [policy(allow("s3:GetObject", "arn:aws:s3:::*"))],
    [policy(allow("s3:ListAllMyBuckets", "*")), { actions: ["s3:ListAllMyBuckets"] }],
  ],
  breaks: [
    [
      policy(allow(["s3:GetObject", "xray:PutTraceSegments"], "*")),
      ['Resource is "*" for s3:GetObject: name the resources.'],
    ],
    [
      policy(allow("xray:PutTraceSegments", ["*"])),
      ['Resource is "*" for xray:PutTraceSegments: name the resources.'],
      { actions: [] },
    ],
  ],
  unknown: [
    [{ policy: unknown }, "unjudged"],
    [{ policy: { Statement: [allow("s3:GetObject", unknown)] } }, "unjudged"],
  ],
});

itIsAResourceRule(iam.iamPassRole, {
  type,
  holds: [[policy(allow("iam:PassRole", "arn:aws:iam::123456789012:role/reader"))]],
  breaks: [
    [policy(allow(["iam:PassRole"], "*")), ["iam:PassRole is allowed on *: name the roles."]],
    [
      policy(allow("iam:passrole", "arn:aws:iam::123456789012:role/*")),
      ["iam:PassRole is allowed on arn:aws:iam::123456789012:role/*: name the roles."],
    ],
  ],
  unknown: [[{ policy: unknown }, "unjudged"]],
});

const trust = (principal: unknown, more: object = {}) => ({
  assumeRolePolicy: JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole", ...more }],
  }),
});
const anybody = 'assumeRolePolicy trusts the principal "*": name a service or account, or add a condition.';

itIsAResourceRule(iam.roleTrustBounded, {
  type: "aws:iam/role:Role",
  holds: [
    [trust({ AWS: "arn:aws:iam::123456789012:root" })],
    [trust("*", { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } })],
  ],
  breaks: [
    [trust("*"), [anybody]],
    [trust({ AWS: ["*"] }), [anybody]],
  ],
  unknown: [[{ assumeRolePolicy: unknown }, "unjudged"]],
});

const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;

itIsAResourceRule(iam.managedPolicyBounded, {
  type: "aws:iam/role:Role",
  holds: [
    [{ managedPolicyArns: [managed("service-role/AWSLambdaBasicExecutionRole")] }],
    [{ managedPolicyArns: ["arn:aws:iam::123456789012:policy/OwnFullAccess"] }],
  ],
  breaks: [
    [
      { managedPolicyArns: [managed("AdministratorAccess"), managed("service-role/AmazonSQSFullAccess")] },
      [
        `managedPolicyArns holds ${managed("AdministratorAccess")}: write a policy of exact actions.`,
        `managedPolicyArns holds ${managed("service-role/AmazonSQSFullAccess")}: write a policy of exact actions.`,
      ],
    ],
    [
      { managedPolicyArns: [managed("ReadOnlyAccess")] },
      [`managedPolicyArns holds ${managed("ReadOnlyAccess")}: write a policy of exact actions.`],
      { refused: ["ReadOnly*"] },
    ],
  ],
  unknown: [[{ managedPolicyArns: [unknown] }, "unjudged"]],
});

describe("policies of users, groups and roles", () => {
  const inline = { policy: JSON.stringify({ Statement: [allow("s3:*")] }) };
  const carriers: Resource[] = [
    { type: "aws:iam/policy:Policy", name: "own", inputs: inline },
    { type: "aws:iam/userPolicy:UserPolicy", name: "own", inputs: inline },
    { type: "aws:iam/groupPolicy:GroupPolicy", name: "own", inputs: inline },
    { type: "aws:iam/role:Role", name: "own", inputs: { inlinePolicies: [inline] } },
  ];

  for (const carrier of carriers) {
    it(`are judged in ${carrier.type}`, async () => {
      expect(await violations(iam.iamActionsExact, carrier)).to.deep.equal(["Action holds s3:*: name each action."]);
    });
  }

  it("are judged by what is attached, too", async () => {
    const inputs = { role: "reader", policyArn: managed("PowerUserAccess") };
    const attachment = { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", name: "power", inputs };
    expect(await violations(iam.managedPolicyBounded, attachment)).to.deep.equal([
      `policyArn is ${managed("PowerUserAccess")}: write a policy of exact actions.`,
    ]);
  });
});

describe("no-access-keys", () => {
  it("refuses every key, whatever a preview knows of it, and says nothing of another type", async () => {
    const judge = (of: string, inputs: Record<string, unknown>) =>
      violations(iam.noAccessKeys, { type: of, name: "ci", inputs });
    expect(await judge("aws:iam/accessKey:AccessKey", { user: "ci" })).to.have.lengthOf(1);
    expect(await judge("aws:iam/accessKey:AccessKey", { user: unknown })).to.have.lengthOf(1);
    expect(await judge("aws:iam/user:User", {})).to.be.empty;
  });
});
