import { expect } from "chai";
import { EncryptionKey, type EncryptionKeyArgs } from "../../components/encryption-key.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const aliasName = "shop-prod";
const key = "aws:kms/key:Key";

describe("EncryptionKey", () => {
  itIsAComponent((name, region) => new EncryptionKey(name, { region, aliasName: `${aliasName}-${name}` }));

  it("is rotated, can be brought back for a month, and is found by its alias", async () => {
    const resources = await registered(() => new EncryptionKey("key", { aliasName }));
    expect(one(resources, key).inputs).to.include({ enableKeyRotation: true, deletionWindowInDays: 30 });
    expect(one(resources, "aws:kms/alias:Alias").inputs).to.include({
      name: "alias/shop-prod",
      targetKeyId: "key-key",
    });
  });

  it("serves logs and alarms of its account and region, and is administered by the account", async () => {
    const resources = await registered(() => new EncryptionKey("key", { region: "us-east-1", aliasName }));
    const { policy } = one(resources, key).inputs;
    const { Statement: statements } = JSON.parse(policy as string) as { Statement: Record<string, unknown>[] };
    expect(statements.map(({ Sid: _, ...statement }) => statement)).to.deep.equal([
      { Effect: "Allow", Principal: { AWS: "arn:aws:iam::000000000000:root" }, Action: "kms:*", Resource: "*" },
      {
        Effect: "Allow",
        Principal: { Service: "logs.us-east-1.amazonaws.com" },
        Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
        Resource: "*",
        Condition: {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:000000000000:log-group:*" },
        },
      },
      {
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
      },
    ]);
  });

  it("lets EventBridge use it for buses of the account and for encrypted topics, if asked to", async () => {
    const resources = await registered(() => new EncryptionKey("key", { aliasName, events: true }));
    const { Statement: statements } = JSON.parse(one(resources, key).inputs.policy as string) as {
      Statement: object[];
    };
    expect(statements).to.have.lengthOf(5);
    const allowed = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Resource: "*" };
    expect(statements[3]).to.deep.include({
      ...allowed,
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
    });
    expect(statements[4]).to.deep.include({ ...allowed, Action: ["kms:Decrypt", "kms:GenerateDataKey*"] });
  });

  it("means the provider's region where it is given none", async () => {
    const place = { config: { "aws:region": "ap-southeast-2" } };
    const resources = await registered(() => new EncryptionKey("key", { aliasName }), place);
    expect(one(resources, key).inputs.policy).to.include('"logs.ap-southeast-2.amazonaws.com"');
  });

  const broken: [string, Partial<EncryptionKeyArgs>, string][] = [
    ["an alias of AWS's", { aliasName: "aws/sns" }, 'aliasName is "aws/sns", and must be 1 to 250 letters'],
    ["an alias with its prefix", { aliasName: "alias:one" }, 'aliasName is "alias:one", and must be'],
    ["no alias", { aliasName: "" }, 'aliasName is "", and must be'],
    [
      "too short a window",
      { deletionWindowDays: 6 },
      "deletionWindowDays is 6, and must be a whole number from 7 to 30",
    ],
  ];
  for (const [what, args, message] of broken) {
    it(`refuses ${what}`, async () => {
      await registered(() => {
        expect(() => new EncryptionKey("key", { aliasName, ...args })).to.throw(
          InvalidArguments,
          `EncryptionKey "key": ${message}`,
        );
      });
    });
  }
});
