import { expect } from "chai";
import { queue } from "../../../../local/resources/sqs/queue.ts";
import { policy } from "../../iam-documents.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:sqs/queue:Queue", () => {
  let fixture: RegionFixture;
  beforeEach(async () => {
    fixture = await startRegion();
  });
  afterEach(() => fixture.close());

  it("is made with SQS's defaults, read, changed and removed", async () => {
    const { context } = fixture;
    const made = await queue.create(context, { sqsManagedSseEnabled: true });
    const url = `${context.region.endpoint.url}/000000000000/auto-name`;
    expect(made.id).to.equal(url);
    expect(made.outputs).to.include({
      name: "auto-name",
      url,
      arn: "arn:aws:sqs:eu-west-1:000000000000:auto-name",
      region: "eu-west-1",
      visibilityTimeoutSeconds: 30,
      messageRetentionSeconds: 345_600,
      delaySeconds: 0,
      receiveWaitTimeSeconds: 0,
      sqsManagedSseEnabled: true,
    });
    const settings = {
      visibilityTimeoutSeconds: 180,
      messageRetentionSeconds: 1_209_600,
      delaySeconds: 5,
      receiveWaitTimeSeconds: 20,
      maxMessageSize: 2048,
    };
    await queue.update(context, url, settings);
    expect((await queue.read(context, url))?.outputs).to.include(settings);
    await queue.update(context, url, {});
    expect((await queue.read(context, url))?.outputs).to.include({ visibilityTimeoutSeconds: 30, delaySeconds: 0 });
    await queue.delete(context, url);
    expect(await queue.read(context, url)).to.equal(undefined);
    await queue.delete(context, url);
  });

  it("takes its dead-letter queue and its policies", async () => {
    const { context } = fixture;
    const redriveAllowPolicy = JSON.stringify({ redrivePermission: "allowAll" });
    const dead = await queue.create(context, { name: "dead", redriveAllowPolicy });
    const redrivePolicy = JSON.stringify({ deadLetterTargetArn: dead.outputs.arn, maxReceiveCount: 5 });
    const document = policy("Deny", "sqs:*", "*", { Principal: "*" });
    const made = await queue.create(context, { name: "bookings", redrivePolicy, policy: document });
    expect(made.outputs).to.include({ redrivePolicy, policy: document });
    expect(dead.outputs).to.include({ redriveAllowPolicy });
    const ghost = JSON.stringify({ deadLetterTargetArn: `${String(dead.outputs.arn)}-ghost`, maxReceiveCount: 5 });
    const error = await failureOf(queue.create(context, { name: "other", redrivePolicy: ghost }));
    expect(error.message).to.include("dead-ghost does not exist");
  });

  it("leaves a policy alone that is a resource of its own", async () => {
    const { context } = fixture;
    const { id } = await queue.create(context, { name: "bookings" });
    const document = policy("Deny", "sqs:*", "*", { Principal: "*" });
    await context.region.sqs.queues.set("bookings", { Policy: document });
    await queue.update(context, id, { delaySeconds: 1 });
    expect((await queue.read(context, id))?.outputs).to.include({ policy: document, delaySeconds: 1 });
  });

  it("refuses an input that it does not know, and a value out of range", async () => {
    const { context } = fixture;
    expect((await failureOf(queue.create(context, { fifoQueue: true }))).message).to.include("fifoQueue");
    const long = await failureOf(queue.create(context, { visibilityTimeoutSeconds: 43_201 }));
    expect(long.message).to.include("VisibilityTimeout");
  });
});
