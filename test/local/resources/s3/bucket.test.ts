import { expect } from "chai";
import { bucket } from "../../../../local/resources/s3/bucket.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:s3/bucket:Bucket", () => {
  let fixture: RegionFixture;
  beforeEach(async () => {
    fixture = await startRegion();
  });
  afterEach(() => fixture.close());

  const write = (name: string) => fixture.messaging.s3({ method: "PUT", url: `/${name}/a`, body: "hello" });

  it("is made, read, changed and removed", async () => {
    const { context } = fixture;
    const { id, outputs } = await bucket.create(context, { bucket: "archive", objectLockEnabled: true });
    expect(id).to.equal("archive");
    expect(outputs).to.deep.equal({
      bucket: "archive",
      arn: "arn:aws:s3:::archive",
      region: "eu-west-1",
      bucketRegion: "eu-west-1",
      bucketDomainName: "archive.s3.amazonaws.com",
      bucketRegionalDomainName: "archive.s3.eu-west-1.amazonaws.com",
      forceDestroy: false,
      objectLockEnabled: true,
    });
    const changed = { bucket: "archive", objectLockEnabled: true, forceDestroy: true };
    await bucket.update(context, id, changed);
    expect((await bucket.read(context, id))?.outputs).to.deep.include(changed);
    await bucket.delete(context, id);
    expect(await bucket.read(context, id)).to.equal(undefined);
    await bucket.delete(context, id);
  });

  it("has a name in small letters if the program gives none, and refuses one that is taken or no name", async () => {
    const { id } = await bucket.create({ ...fixture.context, autoName: "Archive-1a2b3c4" }, {});
    expect(id).to.equal("archive-1a2b3c4");
    expect((await failureOf(bucket.create(fixture.context, { bucket: id }))).name).to.equal("BucketAlreadyOwnedByYou");
    expect((await failureOf(bucket.create(fixture.context, { bucket: "A_b" }))).name).to.equal("InvalidBucketName");
    expect(bucket.namedBy).to.equal("bucket");
  });

  it("is removed with its objects only if the program says so", async () => {
    const { context } = fixture;
    await bucket.create(context, { bucket: "archive" });
    await write("archive");
    expect((await failureOf(bucket.delete(context, "archive"))).name).to.equal("BucketNotEmpty");
    await bucket.update(context, "archive", { bucket: "archive", forceDestroy: true });
    await bucket.delete(context, "archive");
    expect(await bucket.read(context, "archive")).to.equal(undefined);
  });

  it("refuses what is a resource of its own", async () => {
    const versioning = { bucket: "archive", versioning: { enabled: true } };
    expect((await failureOf(bucket.create(fixture.context, versioning))).message).to.include("versioning");
  });
});
