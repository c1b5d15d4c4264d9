import { expect } from "chai";
import { Archive } from "../../components/archive.ts";
import { Bucket, ObjectLockMode } from "../../components/bucket.ts";
import { evaluated } from "../../tools/analysis/evaluated.ts";
import { PackProcess } from "../../tools/analysis/pack-process.ts";

const keyArn = "arn:aws:kms:eu-west-1:123456789012:key/1";

/** Components that no committed stack uses as widely as this. */
function program(): void {
  const logs = new Bucket("access-logs", { takesAccessLogs: true, expirationDays: 365 });
  const accessLog = { bucketName: logs.bucketName };
  new Bucket("reports", { keyArn, accessLog });
  const objectLock = { mode: ObjectLockMode.Compliance, days: 30 };
  new Archive("archive", {
    keyArn,
    accessLog,
    objectLock,
    alarmActions: ["arn:aws:sns:eu-west-1:123456789012:on-duty"],
  });
}

describe("the pack over components", () => {
  let pack: PackProcess;

  before(async () => {
    pack = await PackProcess.start("policies");
    await pack.configure();
  });

  after(() => pack.stop());

  it("finds nothing in buckets and archives", async () => {
    const registrations = await evaluated(program);
    expect(registrations.map(({ type }) => type)).to.include(
      "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    );
    expect(await pack.analyze(registrations)).to.deep.equal([]);
  });
});
