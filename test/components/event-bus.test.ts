import { expect } from "chai";
import { EventBus, type EventBusArgs } from "../../components/event-bus.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const arnOf = (name: string) => `arn:aws:made-up:eu-west-1:123456789012:${name}`;
const busOf = (args: Partial<EventBusArgs> = {}) => new EventBus("shop", { description: "Orders", ...args });

describe("EventBus", () => {
  itIsAComponent((name, region) => new EventBus(name, { region, description: "Orders", keyArn: "arn:key" }));

  it("keeps every event in an archive, for thirty days unless said otherwise", async () => {
    const archive = "aws:cloudwatch/eventArchive:EventArchive";
    const byDefault = one(await registered(() => busOf()), archive).inputs;
    expect(byDefault).to.include({ eventSourceArn: arnOf("shop"), retentionDays: 30 });
    expect(byDefault).not.to.have.property("eventPattern");
    expect(one(await registered(() => busOf({ archiveDays: 365 })), archive).inputs.retentionDays).to.equal(365);
  });

  it("takes events of roles of its account only, those that have its permission", async () => {
    let put = {};
    const resources = await registered(() => {
      put = busOf().put;
    });
    const { policy, eventBusName } = one(resources, "aws:cloudwatch/eventBusPolicy:EventBusPolicy").inputs;
    expect(eventBusName).to.equal("shop");
    const { Statement: statements } = JSON.parse(policy as string) as { Statement: object[] };
    expect(statements).to.have.lengthOf(1);
    expect(statements[0]).to.deep.include({
      Effect: "Allow",
      Action: "events:PutEvents",
      Resource: arnOf("shop"),
    });
    expect(statements[0])
      .to.have.nested.property("Principal.AWS")
      .that.matches(/^arn:aws:iam::\d{12}:root$/);
    expect(put).to.have.deep.property("actions", ["events:PutEvents"]);
  });

  it("encrypts events and archive with its key, and keeps events that it could not encrypt", async () => {
    const resources = await registered(() => busOf({ keyArn: "arn:key" }));
    expect(one(resources, "aws:cloudwatch/eventBus:EventBus").inputs).to.deep.include({
      kmsKeyIdentifier: "arn:key",
      deadLetterConfig: { arn: arnOf("shop-dead-letters") },
    });
    expect(one(resources, "aws:cloudwatch/eventArchive:EventArchive").inputs.kmsKeyIdentifier).to.equal("arn:key");
    const { policy } = one(resources, "aws:sqs/queuePolicy:QueuePolicy").inputs;
    const { Statement: statements } = JSON.parse(policy as string) as { Statement: object[] };
    expect(statements[1]).to.deep.include({
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
    });
    expect(statements[1]).to.have.nested.property("Condition.StringEquals").that.has.all.keys("aws:SourceAccount");
    const without = one(await registered(() => busOf()), "aws:cloudwatch/eventBus:EventBus").inputs;
    expect(without).not.to.have.any.keys("kmsKeyIdentifier", "deadLetterConfig");
  });

  it("rings when deliveries keep being repeated", async () => {
    const resources = await registered(() => busOf({ retriesAlarm: 5, alarmActions: ["arn:t"] }));
    expect(one(resources, "aws:cloudwatch/metricAlarm:MetricAlarm").inputs).to.deep.include({
      namespace: "AWS/Events",
      metricName: "RetryInvocationAttempts",
      dimensions: { EventBusName: "shop" },
      threshold: 5,
      alarmActions: ["arn:t"],
    });
  });

  it("reports every argument that breaks a rule", async () => {
    await registered(() => {
      expect(() => busOf({ archiveDays: 0, retriesAlarm: -1 })).to.throw(
        InvalidArguments,
        'EventBus "shop": archiveDays is 0, and must be a whole number from 1 to 3653; ' +
          "retriesAlarm is -1, and must be a whole number from 0 to 1000000",
      );
    });
  });
});
