import { expect } from "chai";
import * as functions from "../../../policies/security/functions.ts";
import { endOfSupport } from "../../../policies/security/lambda-runtimes.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { unknown } from "../violations.ts";

const type = "aws:lambda/function:Function";
const on = (asOf: string, days = 180) => ({ asOf, days });

itIsAResourceRule(functions.functionRuntime, {
  type,
  holds: [
    [{ runtime: undefined, packageType: "Image" }],
    [{ runtime: "nodejs99.x" }],
    [{ runtime: "nodejs22.x" }, on("2026-11-01")], // exactly 180 days
    [{ runtime: "nodejs22.x" }, on("2027-04-30", 0)],
  ],
  breaks: [
    [
      { runtime: "nodejs22.x" },
      ["runtime is nodejs22.x, of which the support ends on 2027-04-30: use one with 180 days left."],
      on("2026-11-02"),
    ],
    [
      { runtime: "python3.9" },
      ["runtime is python3.9, of which the support ended on 2025-12-15: use one with 0 days left."],
      on("2025-12-16", 0),
    ],
  ],
  unknown: [[{ runtime: unknown }, "unjudged"]],
});

describe("the end of support of Lambda's runtimes", () => {
  it("is a day for each", () => {
    for (const [runtime, day] of Object.entries(endOfSupport)) {
      expect(new Date(day).toISOString().slice(0, 10), runtime).to.equal(day);
    }
  });
});

const environment = (variables: Record<string, string>) => ({ environment: { variables } });
const byName = (name: string) =>
  `environment.variables.${name} is a secret by its name: give the function the secret's ARN, and let it read it.`;
const byValue = (name: string) =>
  `environment.variables.${name} holds a key: give the function the secret's ARN, and let it read it.`;

itIsAResourceRule(functions.functionSecrets, {
  type,
  holds: [
    [{ environment: undefined }],
    [environment({ DB_PASSWORD_ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db", TOKEN_TTL: "60" })],
    [environment({ DB_PASSWORD: "x" }), { names: [] }],
  ],
  breaks: [
    [environment({ stripe_api_key: "x", AUTH_TOKEN: "x" }), [byName("stripe_api_key"), byName("AUTH_TOKEN")]],
    [environment({ WHERE: "AKIAIOSFODNN7EXAMPLE" }), [byValue("WHERE")]],
    [environment({ CERT: "-----BEGIN RSA PRIVATE KEY-----\n" }), [byValue("CERT")]],
    [environment({ PIN: "1234" }), [byName("PIN")], { names: ["PIN"] }],
  ],
  unknown: [
    [environment({ QUEUE_URL: unknown }), []], // no text of the program
    [environment({ DB_PASSWORD: unknown }), [byName("DB_PASSWORD")]],
    [{ environment: unknown }, "unjudged"],
  ],
});

itIsAResourceRule(functions.functionPermissionBounded, {
  type: "aws:lambda/permission:Permission",
  holds: [
    [{ principal: "123456789012", sourceArn: undefined }],
    [{ sourceArn: undefined, sourceAccount: "123456789012" }],
    [{ principal: "*", principalOrgId: "o-1", sourceArn: undefined }],
  ],
  breaks: [
    [
      { principal: "*", sourceArn: undefined },
      ['principal is "*", and neither sourceArn nor sourceAccount is set: set sourceArn.'],
    ],
    [
      { principal: "s3.amazonaws.com", sourceArn: "" },
      ['principal is "s3.amazonaws.com", and neither sourceArn nor sourceAccount is set: set sourceArn.'],
    ],
  ],
  unknown: [
    [{ sourceArn: unknown }, []],
    [{ principal: unknown, sourceArn: undefined }, "unjudged"],
  ],
});

const inNetwork = (...subnetIds: string[]) => ({ vpcConfig: { subnetIds, securityGroupIds: ["sg-1"] } });

itIsAResourceRule(functions.functionSubnets, {
  type,
  holds: [[inNetwork("subnet-1", "subnet-2")], [inNetwork()], [inNetwork("subnet-1"), { minimum: 1 }]],
  breaks: [
    [inNetwork("subnet-1"), ["vpcConfig.subnetIds names 1: name 2 or more, each in another zone."]],
    [
      inNetwork("subnet-1", "subnet-2"),
      ["vpcConfig.subnetIds names 2: name 3 or more, each in another zone."],
      { minimum: 3 },
    ],
  ],
  unknown: [
    [inNetwork(unknown, unknown), []], // they are two, whichever
    [{ vpcConfig: { subnetIds: unknown, securityGroupIds: [] } }, "unjudged"],
  ],
});
