import { expect } from "chai";
import { Bucket, type BucketArgs, ColdStorage, ObjectLockMode } from "../../components/bucket.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { LambdaFunction } from "../../components/lambda-function.ts";
import { evaluated } from "../../tools/analysis/evaluated.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const arn = "arn:aws:made-up:eu-west-1:123456789012:reports";
const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";
const typeOf = (name: string) => `aws:s3/${name}:${name.replace(/^b/, "B")}`;

/** What a bucket of these arguments, called `reports`, is made of. */
const made = (args?: BucketArgs) => registered(() => new Bucket("reports", args));

describe("Bucket", () => {
  itIsAComponent((name, region) => {
    const objectLock = { mode: ObjectLockMode.Governance, days: 1 };
    return new Bucket(name, { region, objectLock, accessLog: { bucketName: "logs" } });
  });

  it("is private, belongs to the account, keeps versions and is not deleted with what it holds", async () => {
    const resources = await made();
    expect(one(resources, typeOf("bucket")).inputs).to.include({ forceDestroy: false, objectLockEnabled: false });
    expect(one(resources, typeOf("bucketPublicAccessBlock")).inputs).to.deep.equal({
      bucket: "reports",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const { rule } = one(resources, typeOf("bucketOwnershipControls")).inputs;
    expect(rule).to.deep.equal({ objectOwnership: "BucketOwnerEnforced" });
    const { versioningConfiguration } = one(resources, typeOf("bucketVersioning")).inputs;
    expect(versioningConfiguration).to.deep.equal({ status: "Enabled" });
    const types = resources.map(({ type }) => type);
    expect(types).not.to.include(typeOf("bucketLogging"));
    expect(types).not.to.include(typeOf("bucketObjectLockConfiguration"));
  });

  it("encrypts with the key that it is given, and with S3's otherwise", async () => {
    const rulesOf = async (args?: BucketArgs) =>
      one(await made(args), typeOf("bucketServerSideEncryptionConfiguration")).inputs.rules;
    expect(await rulesOf({ keyArn })).to.deep.equal([
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: keyArn },
        bucketKeyEnabled: true,
      },
    ]);
    expect(await rulesOf()).to.deep.equal([{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }]);
  });

  it("refuses what does not come over TLS, and lets nobody in", async () => {
    const { policy } = one(await made(), typeOf("bucketPolicy")).inputs;
    expect((JSON.parse(policy as string) as { Statement: unknown }).Statement).to.deep.equal([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("forgets old versions and uploads that were never completed, and moves and deletes when it is told", async () => {
    const ruleOf = async (args?: BucketArgs) => {
      const { rules } = one(await made(args), typeOf("bucketLifecycleConfiguration")).inputs;
      return (rules as Record<string, unknown>[])[0];
    };
    expect(await ruleOf()).to.deep.equal({
      id: "all",
      status: "Enabled",
      filter: { prefix: "" },
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    });
    expect(await ruleOf({ coldAfterDays: 60, expirationDays: 400, oldVersionDays: 5 })).to.deep.include({
      transitions: [{ days: 60, storageClass: "GLACIER" }],
      expiration: { days: 400 },
      noncurrentVersionExpiration: { noncurrentDays: 5 },
    });
    const deep = await ruleOf({ coldAfterDays: 60, coldStorage: ColdStorage.DeepArchive });
    expect(deep?.transitions).to.deep.equal([{ days: 60, storageClass: "DEEP_ARCHIVE" }]);
  });

  it("locks new objects when it is told", async () => {
    const resources = await made({ objectLock: { mode: ObjectLockMode.Compliance, days: 365 } });
    expect(one(resources, typeOf("bucket")).inputs.objectLockEnabled).to.equal(true);
    const { rule } = one(resources, typeOf("bucketObjectLockConfiguration")).inputs;
    expect(rule).to.deep.equal({ defaultRetention: { mode: "COMPLIANCE", days: 365 } });
  });

  it("is logged to only once its policy is there, without which AWS refuses", async () => {
    const resources = await evaluated(() => {
      const logs = new Bucket("logs", { takesAccessLogs: true });
      new Bucket("reports", { accessLog: { bucketName: logs.bucketName } });
    });
    const policy = resources.find(({ type, name }) => type === typeOf("bucketPolicy") && name === "logs");
    const logging = resources.find(({ type }) => type === typeOf("bucketLogging"));
    expect(logging?.dependencies).to.include(policy?.urn);
  });

  it("logs its requests to a bucket that takes logs of this account's buckets", async () => {
    const resources = await registered(() => {
      const logs = new Bucket("logs", { takesAccessLogs: true });
      new Bucket("reports", { accessLog: { bucketName: logs.bucketName } });
    });
    expect(one(resources, typeOf("bucketLogging")).inputs).to.deep.include({
      bucket: "reports",
      targetBucket: "logs",
      targetPrefix: "reports/",
    });
    const { policy } = one(resources, typeOf("bucketPolicy"), "logs").inputs;
    expect(JSON.parse(policy as string))
      .to.have.nested.property("Statement[1]")
      .that.deep.includes({
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Condition: { StringEquals: { "aws:SourceAccount": "000000000000" } },
      });
  });

  it("is read by distributions of this account, if that is wanted, and by no others", async () => {
    const policyOf = async (args: BucketArgs) => {
      const { policy } = one(await made(args), typeOf("bucketPolicy")).inputs;
      return (JSON.parse(policy as string) as { Statement: object[] }).Statement;
    };
    expect((await policyOf({ readByCloudFront: true }))[1]).to.deep.include({
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Resource: `${arn}/*`,
      Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::000000000000:distribution/*" } },
    });
    expect(await policyOf({})).to.have.lengthOf(1);
  });

  it("lets a function do exactly what it is to do, with all objects or those under a prefix", async () => {
    const resources = await registered(() => {
      const reports = new Bucket("reports", { keyArn });
      const { read, write, list } = reports.under("monthly/");
      const entry = "test/components/fixtures/handler.ts";
      new LambdaFunction("all", { entry, permissions: [reports.read, reports.write, reports.list] });
      new LambdaFunction("some", { entry, permissions: [read, write, list] });
      const plain = new Bucket("plain");
      new LambdaFunction("plain", { entry, permissions: [plain.read] });
    });
    const granted = (name: string) => {
      const { policy } = one(resources, "aws:iam/rolePolicy:RolePolicy", `${name}-role`).inputs;
      const { Statement: statements } = JSON.parse(policy as string) as { Statement: Record<string, unknown>[] };
      return statements.slice(2).map(({ Effect: _, ...rest }) => rest);
    };
    const write = ["s3:PutObject", "s3:AbortMultipartUpload", "kms:GenerateDataKey", "kms:Decrypt"];
    expect(granted("all")).to.deep.equal([
      { Action: ["s3:GetObject", "kms:Decrypt"], Resource: [`${arn}/*`, keyArn] },
      { Action: write, Resource: [`${arn}/*`, keyArn] },
      { Action: ["s3:ListBucket"], Resource: [arn] },
    ]);
    expect(granted("some")).to.deep.equal([
      { Action: ["s3:GetObject", "kms:Decrypt"], Resource: [`${arn}/monthly/*`, keyArn] },
      { Action: write, Resource: [`${arn}/monthly/*`, keyArn] },
      {
        Action: ["s3:ListBucket"],
        Resource: [arn],
        Condition: { StringLike: { "s3:prefix": ["monthly/*"] } },
      },
    ]);
    expect(granted("plain")[0]?.Action).to.deep.equal(["s3:GetObject"]);
  });

  const mode = ObjectLockMode.Governance;
  const broken: [string, BucketArgs, string][] = [
    ["no days until cold storage", { coldAfterDays: 0 }, "coldAfterDays is 0, and must be a whole number"],
    [
      "too many days",
      { expirationDays: 36_501 },
      "expirationDays is 36501, and must be a whole number from 1 to 36500",
    ],
    ["half a day", { oldVersionDays: 0.5 }, "oldVersionDays is 0.5, and must be a whole number"],
    ["a lock of no days", { objectLock: { mode, days: 0 } }, "objectLock.days is 0, and must be a whole number"],
    [
      "an end before cold storage",
      { coldAfterDays: 90, expirationDays: 90 },
      "expirationDays is 90, and must be more than the coldAfterDays of 90",
    ],
    [
      "an end before that of the lock",
      { expirationDays: 29, objectLock: { mode, days: 30 } },
      "expirationDays is 29, and must not be less than the objectLock.days of 30",
    ],
    ["logs of others under a key", { takesAccessLogs: true, keyArn }, "takesAccessLogs is true, and excludes keyArn"],
    [
      "CloudFront under a key",
      { readByCloudFront: true, keyArn },
      "readByCloudFront is true, and excludes keyArn: CloudFront may not use the key",
    ],
    [
      "logs of others and of itself",
      { takesAccessLogs: true, accessLog: { bucketName: "logs" } },
      "takesAccessLogs is true, and excludes keyArn, objectLock and accessLog",
    ],
  ];
  for (const [what, args, message] of broken) {
    it(`refuses ${what}, and registers nothing`, async () => {
      const resources = await registered(() => {
        expect(() => new Bucket("reports", args)).to.throw(InvalidArguments, `Bucket "reports": ${message}`);
      });
      expect(resources.filter(({ type }) => type !== "pulumi:pulumi:Stack")).to.be.empty;
    });
  }
});
