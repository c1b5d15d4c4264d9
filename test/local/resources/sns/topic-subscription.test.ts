import { expect } from "chai";
import { topicSubscription } from "../../../../local/resources/sns/topic-subscription.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:sns/topicSubscription:TopicSubscription", () => {
  let fixture: RegionFixture;
  let topic: string;
  let endpoint: string;
  beforeEach(async () => {
    fixture = await startRegion();
    topic = await fixture.context.region.sns.createTopic("alarms", {});
    endpoint = (await fixture.context.region.sqs.queues.create("notices", {})).arn;
  });
  afterEach(() => fixture.close());

  it("is made, read, changed and removed", async () => {
    const { context } = fixture;
    const made = await topicSubscription.create(context, { topic, protocol: "sqs", endpoint });
    expect(made.id).to.match(new RegExp(`^${topic}:`));
    expect(made.outputs).to.include({ arn: made.id, topic, protocol: "sqs", endpoint, rawMessageDelivery: false });
    expect(made.outputs).to.include({
      filterPolicy: "",
      filterPolicyScope: "MessageAttributes",
      pendingConfirmation: false,
    });
    const filterPolicy = JSON.stringify({ severity: ["high"] });
    const settings = { rawMessageDelivery: true, filterPolicy, filterPolicyScope: "MessageBody" };
    await topicSubscription.update(context, made.id, { topic, protocol: "sqs", endpoint, ...settings });
    expect((await topicSubscription.read(context, made.id))?.outputs).to.include(settings);
    await topicSubscription.delete(context, made.id);
    expect(await topicSubscription.read(context, made.id)).to.equal(undefined);
    await topicSubscription.delete(context, made.id);
  });

  it("delivers what its filter lets through, and everything once the filter is taken away", async () => {
    const { context } = fixture;
    const { messaging } = fixture;
    const base = { topic, protocol: "sqs", endpoint, rawMessageDelivery: true, filterPolicyScope: "MessageBody" };
    const filterPolicy = JSON.stringify({ severity: ["high"] });
    const { id } = await topicSubscription.create(context, { ...base, filterPolicy });
    for (const severity of ["low", "high"]) await context.region.sns.publish(topic, "s", JSON.stringify({ severity }));
    await topicSubscription.update(context, id, base);
    await context.region.sns.publish(topic, "s", JSON.stringify({ severity: "none" }));
    expect((await messaging.inspect("notices"))?.ready).to.have.length(2);
  });

  it("refuses another protocol by name, and an input that it does not know", async () => {
    const { context } = fixture;
    const email = { topic, protocol: "email", endpoint: "ops@example.com" };
    expect((await failureOf(topicSubscription.create(context, email))).message).to.include("no subscription by email");
    const unknown = { topic, protocol: "sqs", endpoint, replayPolicy: "{}" };
    expect((await failureOf(topicSubscription.create(context, unknown))).message).to.include("replayPolicy");
  });
});
