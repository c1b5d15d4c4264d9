import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { expect } from "chai";
import { policy } from "../../iam-documents.ts";
import { failure, S3Fixture } from "./fixture.ts";

const Bucket = "archive";
const objects = "arn:aws:s3:::archive/*";

describe("S3 behind an endpoint", () => {
  let fixture: S3Fixture;
  beforeEach(async () => {
    fixture = await S3Fixture.start(8 * 1_048_576);
  });
  afterEach(() => fixture.close());

  const put = (Key: string, Body: string | Buffer = "hello", client = fixture.operator) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: "text/csv", Metadata: { kind: "report" } }));
  const get = (Key: string, client: S3Client = fixture.operator) => client.send(new GetObjectCommand({ Bucket, Key }));
  const keys = async (query: object = {}, client: S3Client = fixture.operator) => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, ...query }));
    return Contents.map(({ Key }) => Key);
  };

  it("keeps objects with their type and metadata, under keys with any letters", async () => {
    const key = "reports/2026/é & ü+1%.csv";
    await put(key);
    const found = await get(key);
    expect(await found.Body?.transformToString()).to.equal("hello");
    expect(found).to.deep.include({ ContentType: "text/csv", Metadata: { kind: "report" } });
    const head = await fixture.operator.send(new HeadObjectCommand({ Bucket, Key: key }));
    expect(head.ContentLength).to.equal(5);
    await fixture.operator.send(new HeadBucketCommand({ Bucket }));
    expect(fixture.endpoint.calls.get("s3:PutObject")).to.equal(1);
  });

  it("answers with the headers that the reader asks for, in place of those that are stored", async () => {
    await put("report.csv");
    const asked = { ResponseContentDisposition: 'attachment; filename="mine.csv"', ResponseContentType: "text/plain" };
    const found = await fixture.operator.send(new GetObjectCommand({ Bucket, Key: "report.csv", ...asked }));
    expect(found).to.include({ ContentDisposition: asked.ResponseContentDisposition, ContentType: "text/plain" });
    const plain = await get("report.csv");
    expect([plain.ContentDisposition, plain.ContentType]).to.deep.equal([undefined, "text/csv"]);
  });

  it("keeps bytes as they are, and gives a part of them", async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 13, 31, 139]);
    await put("bytes", bytes);
    const { Body: whole } = await get("bytes");
    expect(Buffer.from((await whole?.transformToByteArray()) ?? [])).to.deep.equal(bytes);
    const { Body: part } = await fixture.operator.send(
      new GetObjectCommand({ Bucket, Key: "bytes", Range: "bytes=1-2" }),
    );
    expect([...((await part?.transformToByteArray()) ?? [])]).to.deep.equal([255, 128]);
  });

  it("lists by prefix, page by page, copies and deletes", async () => {
    for (const key of ["a/1", "a/2", "b/1"]) await put(key);
    expect(await keys({ Prefix: "a/" })).to.deep.equal(["a/1", "a/2"]);
    const page = await fixture.operator.send(new ListObjectsV2Command({ Bucket, MaxKeys: 2 }));
    expect(await keys({ ContinuationToken: page.NextContinuationToken })).to.deep.equal(["b/1"]);
    await fixture.operator.send(new CopyObjectCommand({ Bucket, Key: "c", CopySource: `${Bucket}/a/1` }));
    await fixture.operator.send(new DeleteObjectCommand({ Bucket, Key: "a/1" }));
    const Delete = { Objects: [{ Key: "a/2" }, { Key: "b/1" }] };
    await fixture.operator.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(await keys()).to.deep.equal(["c"]);
  });

  it("takes an object in parts, or not at all", async () => {
    const large = { Bucket, Key: "large" };
    const upload = async () => (await fixture.operator.send(new CreateMultipartUploadCommand(large))).UploadId;
    const UploadId = await upload();
    const parts = [Buffer.alloc(5 * 1_048_576, "a"), Buffer.from("b")];
    const Parts = [];
    for (const [index, Body] of parts.entries()) {
      const PartNumber = index + 1;
      const { ETag } = await fixture.operator.send(new UploadPartCommand({ ...large, UploadId, PartNumber, Body }));
      Parts.push({ ETag, PartNumber });
    }
    const aborted = await upload();
    await fixture.operator.send(new AbortMultipartUploadCommand({ ...large, UploadId: aborted }));
    await fixture.operator.send(new CompleteMultipartUploadCommand({ ...large, UploadId, MultipartUpload: { Parts } }));
    const { ContentLength } = await get("large");
    expect(ContentLength).to.equal(5 * 1_048_576 + 1);
  });

  it("asks for each permission on the object or the bucket, and tells who may not list nothing of what is missing", async () => {
    await put("a");
    const writer = fixture.roleWith("writer", ["s3:PutObject"], objects);
    await put("b", "b", writer);
    const refused = await failure(get("a", writer));
    expect(refused.name).to.equal("AccessDenied");
    expect(refused.message).to.match(/assumed-role\/writer\/.* s3:GetObject on resource: arn:aws:s3:::archive\/a /);
    expect((await failure(keys({}, writer))).message).to.include("s3:ListBucket on resource: arn:aws:s3:::archive ");
    const Delete = { Objects: [{ Key: "a" }, { Key: "b" }] };
    const deletion = writer.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect((await failure(deletion)).message).to.include("s3:DeleteObject on resource: arn:aws:s3:::archive/a");
    const copy = writer.send(new CopyObjectCommand({ Bucket, Key: "c", CopySource: `${Bucket}/a` }));
    expect((await failure(copy)).message).to.include("s3:GetObject on resource: arn:aws:s3:::archive/a");

    const reader = fixture.roleWith("reader", ["s3:GetObject"], objects);
    expect((await failure(get("missing", reader))).name).to.equal("AccessDenied");
    expect((await failure(get("missing"))).name).to.equal("NoSuchKey");
  });

  it("lets a role list under the prefix that its condition names, and nowhere else", async () => {
    const Condition = { StringLike: { "s3:prefix": "reports/*" } };
    const lister = fixture.roleWith("lister", ["s3:ListBucket"], "arn:aws:s3:::archive", { Condition });
    await put("reports/1");
    expect(await keys({ Prefix: "reports/" }, lister)).to.deep.equal(["reports/1"]);
    expect((await failure(keys({ Prefix: "tours/" }, lister))).name).to.equal("AccessDenied");
    expect((await failure(keys({}, lister))).name).to.equal("AccessDenied");
  });

  it("asks the bucket's policy too: TLS is what loopback stands for, and a denial beats the role", async () => {
    const writer = fixture.roleWith("writer", ["s3:PutObject"], objects);
    const plain = { Principal: "*", Condition: { Bool: { "aws:SecureTransport": "false" } } };
    fixture.s3.buckets.putPolicy(Bucket, policy("Deny", "s3:*", objects, plain));
    await put("a", "a", writer);
    fixture.s3.buckets.putPolicy(Bucket, policy("Deny", "s3:PutObject", objects, { Principal: "*" }));
    expect((await failure(put("a", "a", writer))).message).to.include("explicit deny in a resource-based policy");
  });

  it("refuses what it would have to hold beyond its capacity, and takes more when something is deleted", async () => {
    const half = Buffer.alloc(5 * 1_048_576);
    await put("a", half);
    await put("a", half);
    expect((await failure(put("b", half))).name).to.equal("InsufficientStorage");
    await fixture.operator.send(new DeleteObjectCommand({ Bucket, Key: "a" }));
    await put("b", half);
  });

  it("refuses by S3's names what is missing, too large for one call, or not known here", async () => {
    const nowhere = fixture.operator.send(new PutObjectCommand({ Bucket: "nowhere", Key: "a", Body: "a" }));
    expect((await failure(nowhere)).name).to.equal("NoSuchBucket");
    const large = await failure(put("a", Buffer.alloc(11 * 1_048_576)));
    expect(large.name).to.equal("EntityTooLarge");
    expect(large.message).to.include("upload it in parts");
    const acl = fixture.operator.send(new GetObjectAclCommand({ Bucket, Key: "a" }));
    expect((await failure(acl)).name).to.equal("NotImplemented");
    fixture.endpoint.inject({ action: "s3:GetObject", error: { name: "ThrottlingException", status: 400 } });
    expect((await failure(get("a"))).name).to.equal("SlowDown");
  });
});
