import { expect } from "chai";
import { AlarmTopic } from "../../components/alarm-topic.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

describe("AlarmTopic", () => {
  itIsAComponent((name, region) => new AlarmTopic(name, { region, emails: ["oncall@example.com"] }));

  it("takes alarms of its own account only, and over TLS only", async () => {
    const resources = await registered(() => new AlarmTopic("alarms"));
    const { policy } = one(resources, "aws:sns/topicPolicy:TopicPolicy").inputs;
    const { Statement: statements } = JSON.parse(policy as string) as { Statement: object[] };
    expect(statements[0]).to.deep.include({
      Effect: "Allow",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    });
    expect(statements[1]).to.deep.include({
      Effect: "Deny",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    expect(statements).to.have.lengthOf(2);
  });

  it("encrypts its messages with the key that it is given", async () => {
    const resources = await registered(() => new AlarmTopic("alarms", { keyArn: "arn:key" }));
    expect(one(resources, "aws:sns/topic:Topic").inputs).to.include({ kmsMasterKeyId: "arn:key" });
    const without = await registered(() => new AlarmTopic("alarms"));
    expect(one(without, "aws:sns/topic:Topic").inputs).not.to.have.property("kmsMasterKeyId");
  });

  it("mails to each address", async () => {
    const emails = ["oncall@example.com", "ops@example.com"];
    const resources = await registered(() => new AlarmTopic("alarms", { emails }));
    for (const email of emails) {
      expect(one(resources, "aws:sns/topicSubscription:TopicSubscription", `alarms-${email}`).inputs).to.include({
        protocol: "email",
        endpoint: email,
      });
    }
  });

  it("refuses what is no address", async () => {
    await registered(() => {
      expect(() => new AlarmTopic("alarms", { emails: ["oncall"] })).to.throw(
        InvalidArguments,
        'AlarmTopic "alarms": emails holds "oncall", and must hold addresses',
      );
    });
  });
});
