import { expect } from "chai";
import { queuePolicy } from "../../../../local/resources/sqs/queue-policy.ts";
import { policy } from "../../iam-documents.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:sqs/queuePolicy:QueuePolicy", () => {
  let fixture: RegionFixture;
  let queueUrl: string;
  beforeEach(async () => {
    fixture = await startRegion();
    queueUrl = (await fixture.context.region.sqs.queues.create("bookings", {})).url;
  });
  afterEach(() => fixture.close());

  it("is made, read, changed and removed", async () => {
    const { context } = fixture;
    const first = policy("Deny", "sqs:PurgeQueue", "*", { Principal: "*" });
    const made = await queuePolicy.create(context, { queueUrl, policy: first });
    expect(made).to.eql({ id: queueUrl, outputs: { queueUrl, policy: first, region: "eu-west-1" } });
    expect(context.region.sqs.queues.policyOf("bookings")?.text).to.equal(first);
    const second = policy("Deny", "sqs:DeleteQueue", "*", { Principal: "*" });
    await queuePolicy.update(context, queueUrl, { queueUrl, policy: JSON.parse(second) as unknown });
    expect((await queuePolicy.read(context, queueUrl))?.outputs.policy).to.equal(second);
    await queuePolicy.delete(context, queueUrl);
    expect(await queuePolicy.read(context, queueUrl)).to.equal(undefined);
    expect(context.region.sqs.queues.policyOf("bookings")).to.equal(undefined);
  });

  it("is gone with its queue, and can be removed after it", async () => {
    await fixture.context.region.sqs.queues.delete("bookings");
    expect(await queuePolicy.read(fixture.context, queueUrl)).to.equal(undefined);
    await queuePolicy.delete(fixture.context, queueUrl);
  });

  it("refuses a malformed policy, and an input that it does not know", async () => {
    const { context } = fixture;
    const malformed = await failureOf(queuePolicy.create(context, { queueUrl, policy: "{}" }));
    expect(malformed.name).to.equal("MalformedPolicyDocument");
    const unknown = { queueUrl, policy: policy("Deny", "*", "*", { Principal: "*" }), priority: 1 };
    expect((await failureOf(queuePolicy.create(context, unknown))).message).to.include("priority");
  });
});
