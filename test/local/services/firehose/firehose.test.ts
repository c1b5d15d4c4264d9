import { PutRecordBatchCommand, PutRecordCommand } from "@aws-sdk/client-firehose";
import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { eventually } from "../../eventually.ts";
import { policy, trust } from "../../iam-documents.ts";
import { failure } from "../s3/fixture.ts";
import { FirehoseFixture, partitioned, plain } from "./fixture.ts";

const DeliveryStreamName = "events";

describe("Firehose behind an endpoint", () => {
  let fixture: FirehoseFixture;
  beforeEach(async () => {
    fixture = await FirehoseFixture.start();
  });
  afterEach(() => fixture.close());

  const put = (...texts: string[]) => {
    const Records = texts.map((text) => ({ Data: Buffer.from(text) }));
    return fixture.operator.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
  };
  const kind = (name: string, n = 1) => JSON.stringify({ kind: name, n });

  it("delivers a record as it is, as soon as the buffer's time is over", async () => {
    fixture.firehose.create(plain);
    const Record = { Data: Buffer.from("hello") };
    const { RecordId } = await fixture.operator.send(new PutRecordCommand({ DeliveryStreamName, Record }));
    expect(RecordId).to.match(/^\S{10,}$/);
    await eventually(async () => (await fixture.keys()).length === 1);
    const [key = ""] = await fixture.keys();
    expect(key).to.match(/^all\/\d{4}\/\d\d\/\d\d\/\d\d\/events-1-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9a-f-]{36}$/);
    expect(await fixture.text(key)).to.equal("hello");
  });

  it("delivers before that when the buffer is full", async () => {
    fixture.firehose.create({ ...plain, bufferSeconds: 900 });
    await put("a".repeat(600_000));
    await put("b".repeat(600_000));
    await eventually(async () => (await fixture.keys()).length === 1);
    expect(fixture.measurements.values("DeliveryToS3.Bytes")).to.deep.equal([1_200_000]);
  });

  it("delivers by kind and day, a line a record, compressed", async () => {
    fixture.firehose.create(partitioned);
    const { FailedPutCount, RequestResponses } = await put(kind("booking"), kind("claim"), kind("booking", 2));
    expect([FailedPutCount, RequestResponses?.length]).to.deep.equal([0, 3]);
    expect(await fixture.keys()).to.be.empty;
    await fixture.firehose.settled();
    const [bookings = "", claims = "", ...others] = await fixture.keys();
    expect(others).to.be.empty;
    expect(bookings).to.match(/^kind=booking\/date=\d{4}-\d\d-\d\d\/events-1-.*\.gz$/);
    expect(claims).to.match(/^kind=claim\/date=/);
    expect(await fixture.text(bookings)).to.equal(`${kind("booking")}\n${kind("booking", 2)}\n`);
    expect(fixture.measurements.values("DeliveryToS3.Success")).to.deep.equal([1, 1]);
    expect(fixture.measurements.values("IncomingRecords")).to.deep.equal([3]);
  });

  it("keeps what it cannot place apart, with the reason and the record", async () => {
    fixture.firehose.create(partitioned);
    await put("not JSON", kind("booking"), "{}");
    await fixture.firehose.settled();
    const [error = "", ...rest] = await fixture.keys();
    expect(rest).to.have.lengthOf(1);
    expect(error).to.match(/^errors\/metadata-extraction-failed\/\d{4}\//);
    const lines = (await fixture.text(error)).trim().split("\n");
    const [first] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).to.have.lengthOf(2);
    expect(first).to.include({
      errorCode: "DynamicPartitioning.MetadataExtractionFailed",
      errorMessage: "Non JSON record provided",
      rawData: Buffer.from("not JSON").toString("base64"),
    });
  });

  it("opens 500 partitions at a time, and keeps records of more apart", async () => {
    fixture.firehose.create(partitioned);
    await put(...Array.from({ length: 500 }, (_, index) => kind(`k${index}`)));
    await put(kind("k0", 2), kind("one too many"));
    await fixture.firehose.settled();
    const keys = await fixture.keys();
    expect(keys.filter((key) => key.startsWith("kind="))).to.have.lengthOf(500);
    const [apart = ""] = keys.filter((key) => key.startsWith("errors/activePartitionExceeded/"));
    expect(await fixture.text(apart)).to.include(Buffer.from(kind("one too many")).toString("base64"));
  });

  it("tries again what its role may not write, says so, and delivers it once it may", async () => {
    const log = { group: "/aws/firehose/events", stream: "S3Delivery" };
    fixture.firehose.create({ ...plain, log });
    const logs = "arn:aws:logs:eu-west-1:000000000000:log-group:/aws/firehose/events:log-stream:S3Delivery";
    fixture.allow("logs:PutLogEvents", logs);
    await put("hello");
    await eventually(() => fixture.measurements.values("DeliveryToS3.Success").length > 1);
    expect(fixture.measurements.values("DeliveryToS3.Success")).to.include(0).and.not.to.include(1);
    expect(fixture.reports[0]).to.match(/^delivery stream events: not delivered.*s3:PutObject/);
    await eventually(() => fixture.measurements.values("DeliveryToS3.DataFreshness").length > 0);
    fixture.allow("s3:PutObject", "arn:aws:s3:::archive/all/*");
    await eventually(async () => (await fixture.keys()).length === 1);
    await fixture.logs.close();
    const { file } = fixture.logs.group(log.group) ?? { file: "" };
    expect(await readFile(file, "utf8"))
      .to.include("s3:PutObject")
      .and.to.include("AccessDeniedException");
  });

  it("writes no log that its role may not write", async () => {
    const log = { group: "/aws/firehose/events", stream: "S3Delivery" };
    fixture.firehose.create({ ...plain, log });
    fixture.allow("s3:GetObject", "*");
    await put("hello");
    await eventually(() => fixture.reports.length > 0);
    expect(fixture.logs.group(log.group)).to.equal(undefined);
  });

  it("asks the bucket's policy too", async () => {
    fixture.firehose.create(plain);
    const denial = policy("Deny", "s3:PutObject", "arn:aws:s3:::archive/*", { Principal: "*" });
    fixture.store.s3.buckets.putPolicy("archive", denial);
    await put("hello");
    await eventually(() => fixture.reports.length > 0);
    expect(fixture.reports[0]).to.include("explicit deny in a resource-based policy");
  });

  it("keeps what waits while it is suspended, delivers it afterwards, and at its end", async () => {
    fixture.firehose.create(plain);
    fixture.firehose.suspend();
    fixture.firehose.put(DeliveryStreamName, [Buffer.from("a"), Buffer.alloc(1_000_000)]);
    fixture.firehose.put(DeliveryStreamName, [Buffer.from("b"), Buffer.alloc(1_000_000)]);
    expect(await fixture.keys()).to.be.empty;
    fixture.firehose.resume();
    await eventually(async () => (await fixture.keys()).length === 1);
    fixture.firehose.update({ ...plain, bufferSeconds: 900 });
    await put("c");
    await fixture.firehose.close();
    expect(await fixture.keys()).to.have.lengthOf(2);
  });

  it("refuses records when too much waits to be delivered", () => {
    fixture.firehose.create(plain);
    fixture.firehose.suspend();
    const records = [1, 2, 3, 4].map(() => Buffer.alloc(1_000_000));
    for (let call = 0; call < 16; call += 1) fixture.firehose.put(DeliveryStreamName, records);
    expect(() => fixture.firehose.put(DeliveryStreamName, records)).to.throw("Slow down");
    expect(fixture.measurements.values("ThrottledRecords")).to.deep.equal([4]);
  });

  it("refuses by AWS's names too many or too large records, a stream that is not there, and who may not put", async () => {
    fixture.firehose.create(plain);
    expect((await failure(put())).message).to.include("0 records, and must have 1 to 500");
    expect((await failure(put(...Array<string>(501).fill("a")))).message).to.include("501 records");
    const large = await failure(put("a".repeat(1_024_001)));
    expect([large.name, large.message]).to.deep.equal([
      "InvalidArgumentException",
      "events: the call has a record of 1024001 bytes, and a record may have 1024000",
    ]);
    expect((await failure(put(...Array<string>(5).fill("a".repeat(900_000))))).message).to.include("4500000 bytes");
    fixture.firehose.delete("events");
    expect((await failure(put("a"))).name).to.equal("ResourceNotFoundException");

    const { iam } = fixture.store;
    iam.putRole({ name: "writer", assumeRolePolicy: trust });
    const arn = "arn:aws:firehose:eu-west-1:000000000000:deliverystream/events";
    iam.putRolePolicy("writer", "p", policy("Allow", "firehose:PutRecord", arn));
    const Records = [{ Data: Buffer.from("a") }];
    const client = fixture.clientOf("writer");
    const refused = await failure(client.send(new PutRecordBatchCommand({ DeliveryStreamName, Records })));
    expect(refused.message).to.include(`firehose:PutRecordBatch on resource: ${arn}`);
    client.destroy();
  });

  it("is made once, with a role that trusts Firehose", () => {
    fixture.firehose.create(plain);
    expect(() => fixture.firehose.create(plain)).to.throw("the stream events exists already");
    fixture.store.iam.putRole({ name: "delivery", assumeRolePolicy: trust });
    expect(() => fixture.firehose.create({ ...plain, name: "other" })).to.throw("cannot be assumed by firehose");
  });
});
