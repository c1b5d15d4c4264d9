import { expect } from "chai";
import { redriveAllowPolicy } from "../../../../local/resources/sqs/redrive-allow-policy.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", () => {
  let fixture: RegionFixture;
  let queueUrl: string;
  beforeEach(async () => {
    fixture = await startRegion();
    queueUrl = (await fixture.context.region.sqs.queues.create("dead", {})).url;
  });
  afterEach(() => fixture.close());

  const byQueue = JSON.stringify({
    redrivePermission: "byQueue",
    sourceQueueArns: ["arn:aws:sqs:eu-west-1:000000000000:bookings"],
  });

  it("is made, read, changed and removed", async () => {
    const { context } = fixture;
    const made = await redriveAllowPolicy.create(context, { queueUrl, redriveAllowPolicy: byQueue });
    expect(made).to.eql({ id: queueUrl, outputs: { queueUrl, redriveAllowPolicy: byQueue, region: "eu-west-1" } });
    const denyAll = JSON.stringify({ redrivePermission: "denyAll" });
    await redriveAllowPolicy.update(context, queueUrl, { queueUrl, redriveAllowPolicy: denyAll });
    expect((await redriveAllowPolicy.read(context, queueUrl))?.outputs.redriveAllowPolicy).to.equal(denyAll);
    await redriveAllowPolicy.delete(context, queueUrl);
    expect(await redriveAllowPolicy.read(context, queueUrl)).to.equal(undefined);
  });

  it("lets only the queues that it names use the queue for their dead letters", async () => {
    const { queues } = fixture.context.region.sqs;
    await redriveAllowPolicy.create(fixture.context, { queueUrl, redriveAllowPolicy: byQueue });
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: queues.arnOf("dead"), maxReceiveCount: 5 });
    await queues.create("bookings", { RedrivePolicy });
    expect((await failureOf(queues.create("other", { RedrivePolicy }))).message).to.include("dead does not allow it");
  });

  it("refuses a policy that SQS would refuse, and an input that it does not know", async () => {
    const { context } = fixture;
    const wrong = { queueUrl, redriveAllowPolicy: JSON.stringify({ redrivePermission: "byQueue" }) };
    expect((await failureOf(redriveAllowPolicy.create(context, wrong))).message).to.include("sourceQueueArns");
    const unknown = { queueUrl, redriveAllowPolicy: byQueue, priority: 1 };
    expect((await failureOf(redriveAllowPolicy.create(context, unknown))).message).to.include("priority");
  });
});
