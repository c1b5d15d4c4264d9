import { expect } from "chai";
import { EventBus } from "../../components/event-bus.ts";
import { EventRule } from "../../components/event-rule.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { Topic } from "../../components/topic.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const arnOf = (name: string) => `arn:aws:made-up:eu-west-1:123456789012:${name}`;

function fedTopic(name: string, region?: string) {
  const bus = new EventBus(`${name}-bus`, { region, description: "Orders" });
  const eventPattern = '{"source":["shop"]}';
  const rule = new EventRule(`${name}-rule`, { region, bus, eventPattern, description: "All" });
  return new Topic(name, { region, eventRules: [rule], emails: ["support@example.com"] });
}

describe("Topic", () => {
  itIsAComponent((name, region) => fedTopic(name, region));

  it("lets in its publishers for this account or one resource, and refuses what does not come over TLS", async () => {
    const publishers = [
      { service: "cloudwatch.amazonaws.com" },
      { service: "events.amazonaws.com", sourceArn: "arn:rule" },
    ];
    const resources = await registered(() => new Topic("notices", { publishers }));
    const { policy } = one(resources, "aws:sns/topicPolicy:TopicPolicy").inputs;
    const { Statement: statements } = JSON.parse(policy as string) as { Statement: object[] };
    const allowed = { Effect: "Allow", Action: "sns:Publish", Resource: arnOf("notices") };
    expect(statements).to.have.lengthOf(3);
    expect(statements[0]).to.deep.include({
      ...allowed,
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
    });
    expect(statements[1]).to.deep.include({
      ...allowed,
      Principal: { Service: "events.amazonaws.com" },
      Condition: { ArnEquals: { "aws:SourceArn": "arn:rule" } },
    });
    expect(statements[2]).to.deep.include({
      Effect: "Deny",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
  });

  it("is the target of its rules, and lets in exactly those", async () => {
    const resources = await registered(() => fedTopic("notices"));
    expect(one(resources, "aws:cloudwatch/eventTarget:EventTarget", "notices-notices-rule").inputs).to.deep.include({
      rule: "notices-rule",
      eventBusName: "notices-bus",
      arn: arnOf("notices"),
    });
    const { policy } = one(resources, "aws:sns/topicPolicy:TopicPolicy").inputs;
    expect((JSON.parse(policy as string) as { Statement: object[] }).Statement[0]).to.deep.include({
      Principal: { Service: "events.amazonaws.com" },
      Condition: { ArnEquals: { "aws:SourceArn": arnOf("notices-rule") } },
    });
  });

  it("encrypts with the key that it is given, and lets publishers use it", async () => {
    let publish = {};
    const resources = await registered(() => {
      publish = new Topic("notices", { keyArn: "arn:key" }).publish;
    });
    expect(one(resources, "aws:sns/topic:Topic").inputs).to.include({ kmsMasterKeyId: "arn:key" });
    expect(publish).to.have.deep.property("actions", ["sns:Publish", "kms:Decrypt", "kms:GenerateDataKey"]);
    await registered(() => {
      expect(new Topic("notices").publish.actions).to.deep.equal(["sns:Publish"]);
    });
  });

  it("rings when messages do not arrive, and mails to each address", async () => {
    const resources = await registered(
      () => new Topic("notices", { emails: ["a@example.com"], alarmActions: ["arn:t"] }),
    );
    expect(one(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").inputs).to.deep.include({
      metricName: "NumberOfNotificationsFailed",
      dimensions: { TopicName: "notices" },
      threshold: 0,
      alarmActions: ["arn:t"],
    });
    expect(one(resources, "aws:sns/topicSubscription:TopicSubscription").inputs).to.include({
      protocol: "email",
      endpoint: "a@example.com",
    });
  });

  it("refuses publishers that are no services, and addresses that are none", async () => {
    await registered(() => {
      expect(() => new Topic("notices", { publishers: [{ service: "events" }], emails: ["a"] })).to.throw(
        InvalidArguments,
        'Topic "notices": publishers holds "events", and must hold services such as cloudwatch.amazonaws.com; ' +
          'emails holds "a", and must hold addresses',
      );
    });
  });
});
