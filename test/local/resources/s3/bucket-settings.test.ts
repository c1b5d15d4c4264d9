import { expect } from "chai";
import type { ResourceType } from "../../../../local/resources/resource-type.ts";
import { bucketLifecycleConfiguration } from "../../../../local/resources/s3/bucket-lifecycle-configuration.ts";
import { bucketLogging } from "../../../../local/resources/s3/bucket-logging.ts";
import { bucketObjectLockConfiguration } from "../../../../local/resources/s3/bucket-object-lock-configuration.ts";
import { bucketOwnershipControls } from "../../../../local/resources/s3/bucket-ownership-controls.ts";
import { bucketPublicAccessBlock } from "../../../../local/resources/s3/bucket-public-access-block.ts";
import { bucketServerSideEncryptionConfiguration } from "../../../../local/resources/s3/bucket-server-side-encryption-configuration.ts";
import { bucketVersioning } from "../../../../local/resources/s3/bucket-versioning.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

interface Case {
  readonly type: ResourceType;
  readonly setting: Record<string, unknown>;
  readonly changed: Record<string, unknown>;
  readonly refused: Record<string, unknown>;
  readonly why: string;
}

const rule = (settings: object) => ({ rules: [{ id: "all", status: "Enabled", ...settings }] });
const retention = (settings: object) => ({ rule: { defaultRetention: settings } });
const encryption = (settings: object) => ({ rules: [{ applyServerSideEncryptionByDefault: settings }] });
const blocked = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

const cases: readonly Case[] = [
  {
    type: bucketLifecycleConfiguration,
    setting: rule({ transitions: [{ days: 90, storageClass: "GLACIER" }], expiration: { days: 365 } }),
    changed: rule({ filter: { prefix: "a/" }, abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } }),
    refused: rule({ transitions: [{ days: 29, storageClass: "STANDARD_IA" }] }),
    why: "after 30 days at the earliest",
  },
  {
    type: bucketLogging,
    setting: { targetBucket: "logs", targetPrefix: "archive/" },
    changed: { targetBucket: "logs", targetPrefix: "other/" },
    refused: { targetBucket: "logs" },
    why: "targetPrefix: ",
  },
  {
    type: bucketObjectLockConfiguration,
    setting: { objectLockEnabled: "Enabled", ...retention({ mode: "GOVERNANCE", days: 30 }) },
    changed: { objectLockEnabled: "Enabled", ...retention({ mode: "COMPLIANCE", years: 1 }) },
    refused: retention({ mode: "GOVERNANCE", days: 30, years: 1 }),
    why: "needs either days or years",
  },
  {
    type: bucketOwnershipControls,
    setting: { rule: { objectOwnership: "BucketOwnerEnforced" } },
    changed: { rule: { objectOwnership: "BucketOwnerPreferred" } },
    refused: { rule: { objectOwnership: "Nobody" } },
    why: "rule.objectOwnership: ",
  },
  {
    type: bucketPublicAccessBlock,
    setting: blocked,
    changed: { ...blocked, blockPublicAcls: false },
    refused: { blockPublicAcl: true },
    why: "does not know the input blockPublicAcl",
  },
  {
    type: bucketServerSideEncryptionConfiguration,
    setting: encryption({ sseAlgorithm: "aws:kms", kmsMasterKeyId: "arn:key" }),
    changed: encryption({ sseAlgorithm: "AES256" }),
    refused: encryption({ sseAlgorithm: "AES256", kmsMasterKeyId: "arn:key" }),
    why: "kmsMasterKeyId is for aws:kms",
  },
  {
    type: bucketVersioning,
    setting: { versioningConfiguration: { status: "Enabled" } },
    changed: { versioningConfiguration: { status: "Suspended" } },
    refused: { versioningConfiguration: { status: "On" } },
    why: "versioningConfiguration.status: ",
  },
];

for (const { type, setting, changed, refused, why } of cases) {
  describe(type.type, () => {
    const bucket = "archive";
    let fixture: RegionFixture;
    beforeEach(async () => {
      fixture = await startRegion();
      await fixture.context.region.s3.buckets.create({ name: bucket, forceDestroy: false, objectLockEnabled: false });
    });
    afterEach(() => fixture.close());

    it("is made, read, changed and removed", async () => {
      const { context } = fixture;
      expect(await type.create(context, { bucket, ...setting })).to.deep.equal({
        id: bucket,
        outputs: { bucket, ...setting },
      });
      await type.update(context, bucket, { bucket, ...changed });
      expect((await type.read(context, bucket))?.outputs).to.deep.equal({ bucket, ...changed });
      await type.delete(context, bucket);
      expect(await type.read(context, bucket)).to.equal(undefined);
      await type.delete(context, bucket);
    });

    it("refuses what AWS refuses, and a bucket that is not there", async () => {
      const wrong = async () => type.create(fixture.context, { bucket, ...refused });
      expect((await failureOf(wrong())).message).to.include(why);
      const missing = async () => type.create(fixture.context, { bucket: "nowhere", ...setting });
      expect((await failureOf(missing())).name).to.equal("NoSuchBucket");
    });
  });
}
