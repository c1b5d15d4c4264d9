import { expect } from "chai";
import { topicPolicy } from "../../../../local/resources/sns/topic-policy.ts";
import { policy } from "../../iam-documents.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:sns/topicPolicy:TopicPolicy", () => {
  let fixture: RegionFixture;
  let arn: string;
  beforeEach(async () => {
    fixture = await startRegion();
    arn = await fixture.context.region.sns.createTopic("alarms", {});
  });
  afterEach(() => fixture.close());

  it("is made, read, changed and removed", async () => {
    const { context } = fixture;
    const first = policy("Allow", "sns:Publish", "*", { Principal: { Service: "cloudwatch.amazonaws.com" } });
    const made = await topicPolicy.create(context, { arn, policy: first });
    expect(made).to.eql({ id: arn, outputs: { arn, policy: first, region: "eu-west-1", owner: "000000000000" } });
    const second = policy("Deny", "sns:Publish", "*", { Principal: "*" });
    await topicPolicy.update(context, arn, { arn, policy: JSON.parse(second) as unknown });
    expect((await topicPolicy.read(context, arn))?.outputs.policy).to.equal(second);
    await topicPolicy.delete(context, arn);
    expect(await topicPolicy.read(context, arn)).to.equal(undefined);
  });

  it("is gone with its topic, and can be removed after it", async () => {
    await fixture.context.region.sns.deleteTopic(arn);
    expect(await topicPolicy.read(fixture.context, arn)).to.equal(undefined);
    await topicPolicy.delete(fixture.context, arn);
  });

  it("refuses a malformed policy, an unknown topic, and an input that it does not know", async () => {
    const { context } = fixture;
    const good = policy("Deny", "*", "*", { Principal: "*" });
    expect((await failureOf(topicPolicy.create(context, { arn, policy: "{}" }))).name).to.equal(
      "MalformedPolicyDocument",
    );
    expect((await failureOf(topicPolicy.create(context, { arn: `${arn}-ghost`, policy: good }))).name).to.equal(
      "NotFound",
    );
    expect((await failureOf(topicPolicy.create(context, { arn, policy: good, owner: "x" }))).message).to.include(
      "owner",
    );
  });
});
