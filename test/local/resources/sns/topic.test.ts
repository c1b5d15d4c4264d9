import { expect } from "chai";
import { topic } from "../../../../local/resources/sns/topic.ts";
import { policy } from "../../iam-documents.ts";
import type { RegionFixture } from "../region-fixture.ts";
import { failureOf, startRegion } from "../region-fixture.ts";

describe("aws:sns/topic:Topic", () => {
  let fixture: RegionFixture;
  beforeEach(async () => {
    fixture = await startRegion();
  });
  afterEach(() => fixture.close());

  it("is made, read, changed and removed", async () => {
    const { context } = fixture;
    const made = await topic.create(context, { name: "alarms", kmsMasterKeyId: "alias/aws/sns" });
    const arn = "arn:aws:sns:eu-west-1:000000000000:alarms";
    expect(made.id).to.equal(arn);
    expect(made.outputs).to.include({
      arn,
      name: "alarms",
      region: "eu-west-1",
      owner: "000000000000",
      fifoTopic: false,
    });
    expect(made.outputs).to.include({ displayName: "", policy: "", kmsMasterKeyId: "alias/aws/sns" });
    const document = policy("Allow", "sns:Publish", arn, { Principal: { Service: "cloudwatch.amazonaws.com" } });
    await topic.update(context, arn, { displayName: 'Alarms & "more"', policy: document });
    expect((await topic.read(context, arn))?.outputs).to.include({ displayName: 'Alarms & "more"', policy: document });
    await topic.update(context, arn, {});
    expect((await topic.read(context, arn))?.outputs).to.include({ displayName: "", policy: document });
    await topic.delete(context, arn);
    expect(await topic.read(context, arn)).to.equal(undefined);
    await topic.delete(context, arn);
  });

  it("refuses a bad name, and an input that it does not know", async () => {
    expect((await failureOf(topic.create(fixture.context, { name: "a b" }))).message).to.include("topic a b");
    expect((await failureOf(topic.create(fixture.context, { fifoTopic: true }))).message).to.include("fifoTopic");
  });
});
