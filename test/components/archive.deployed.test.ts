import { FirehoseClient, PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import * as aws from "@pulumi/aws";
import { expect } from "chai";
import { gunzipSync } from "node:zlib";
import { Archive } from "../../components/archive.ts";
import { Bucket } from "../../components/bucket.ts";
import { EncryptionKey } from "../../components/encryption-key.ts";
import { type Permission, policyDocument, trustPolicy } from "../../components/permission.ts";
import { Machine } from "../../local/machine.ts";

const region = "eu-west-1";

/** A role with these permissions and no others. */
function roleWith(name: string, permissions: Permission[]) {
  const role = new aws.iam.Role(name, { name, assumeRolePolicy: trustPolicy("lambda.amazonaws.com") });
  new aws.iam.RolePolicy(name, { role: role.name, policy: policyDocument(permissions) });
}

function program() {
  const key = new EncryptionKey("key", { aliasName: "archive-test" });
  const logs = new Bucket("access-logs", { takesAccessLogs: true });
  const accessLog = { bucketName: logs.bucketName };
  const archive = new Archive("archive", { keyArn: key.arn, accessLog, retentionDays: 365 });
  const bookings = archive.bucket.under("kind=booking/");
  roleWith("writer", [archive.put]);
  roleWith("reader", [bookings.read, bookings.list]);
  return Promise.resolve({ stream: archive.streamName, bucket: archive.bucket.bucketName });
}

describe("Archive, on the local machine", () => {
  let machine: Machine;
  let DeliveryStreamName: string;
  let Bucket: string;
  const clients: { destroy(): void }[] = [];

  before(async () => {
    machine = await Machine.start({
      regions: [region],
      folder: ".berth/test-archive",
      port: 0,
      print: () => undefined,
    });
    const config = { "aws:region": region };
    const outputs = await machine.deploy({ project: "test", stack: "archive", config, run: program });
    [DeliveryStreamName, Bucket] = [String(outputs.stream), String(outputs.bucket)];
  });

  after(async () => {
    for (const client of clients) client.destroy();
    await machine.stop();
  });

  const configurationOf = (role: string) => ({
    region,
    endpoint: machine.region(region).endpoint.url,
    credentials: machine.iam.credentials(role),
    maxAttempts: 1,
  });

  it("keeps what a function puts to it, where another finds it by its kind, and nobody else", async () => {
    const writer = new FirehoseClient(configurationOf("writer"));
    const reader = new S3Client(configurationOf("reader"));
    clients.push(writer, reader);
    const records = [{ kind: "booking", id: 1 }, { kind: "claim" }, { kind: "booking", id: 2 }];
    const Records = records.map((record) => ({ Data: Buffer.from(JSON.stringify(record)) }));
    await writer.send(new PutRecordBatchCommand({ DeliveryStreamName, Records }));
    await machine.region(region).firehose.settled();

    const list = (Prefix: string) => reader.send(new ListObjectsV2Command({ Bucket, Prefix }));
    const { Contents: [{ Key } = {}, ...others] = [] } = await list("kind=booking/");
    expect(others).to.be.empty;
    const { Body } = await reader.send(new GetObjectCommand({ Bucket, Key }));
    const lines = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString();
    expect(lines).to.equal('{"kind":"booking","id":1}\n{"kind":"booking","id":2}\n');

    const refusal = (call: Promise<unknown>) =>
      call.then(
        () => "answered",
        (error: unknown) => (error as Error).name,
      );
    expect(await refusal(list("kind=claim/"))).to.equal("AccessDenied");
    expect(await refusal(reader.send(new PutObjectCommand({ Bucket, Key, Body: "other" })))).to.equal("AccessDenied");
  });
});
