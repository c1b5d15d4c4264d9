import { expect } from "chai";
import { bucketPolicy } from "../../../../local/resources/s3/bucket-policy.ts";
import { policy } from "../../iam-documents.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:s3/bucketPolicy:BucketPolicy", () => {
  const bucket = "archive";
  let fixture: RegionFixture;
  beforeEach(async () => {
    fixture = await startRegion();
    await fixture.context.region.s3.buckets.create({ name: bucket, forceDestroy: false, objectLockEnabled: false });
  });
  afterEach(() => fixture.close());

  it("is made, read, changed and removed", async () => {
    const { context } = fixture;
    const first = policy("Deny", "s3:PutObject", "*", { Principal: "*" });
    const made = await bucketPolicy.create(context, { bucket, policy: first });
    expect(made).to.eql({ id: bucket, outputs: { bucket, policy: first, region: "eu-west-1" } });
    expect(context.region.s3.buckets.policyOf(bucket)?.text).to.equal(first);
    const second = policy("Deny", "s3:DeleteObject", "*", { Principal: "*" });
    await bucketPolicy.update(context, bucket, { bucket, policy: JSON.parse(second) as unknown });
    expect((await bucketPolicy.read(context, bucket))?.outputs.policy).to.equal(second);
    await bucketPolicy.delete(context, bucket);
    expect(await bucketPolicy.read(context, bucket)).to.equal(undefined);
  });

  it("is gone with its bucket, and can be removed after it", async () => {
    const { context } = fixture;
    await bucketPolicy.create(context, { bucket, policy: policy("Deny", "*", "*", { Principal: "*" }) });
    await context.region.s3.deleteBucket(bucket);
    expect(await bucketPolicy.read(context, bucket)).to.equal(undefined);
    await bucketPolicy.delete(context, bucket);
  });

  it("refuses a malformed policy, and a bucket that is not there", async () => {
    const { context } = fixture;
    const malformed = async () => bucketPolicy.create(context, { bucket, policy: "{}" });
    expect((await failureOf(malformed())).name).to.equal("MalformedPolicyDocument");
    const sound = policy("Deny", "*", "*", { Principal: "*" });
    const missing = async () => bucketPolicy.create(context, { bucket: "nowhere", policy: sound });
    expect((await failureOf(missing())).name).to.equal("NoSuchBucket");
  });
});
