import { expect } from "chai";
import { EventBus } from "../../components/event-bus.ts";
import { EventRule, type EventRuleArgs } from "../../components/event-rule.ts";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { LambdaFunction } from "../../components/lambda-function.ts";
import { Queue } from "../../components/queue.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const entry = "test/components/fixtures/handler.ts";
const eventPattern = '{"source":["shop"]}';
const arnOf = (name: string) => `arn:aws:made-up:eu-west-1:123456789012:${name}`;
const target = "aws:cloudwatch/eventTarget:EventTarget";

function rule(name: string, args: Partial<EventRuleArgs> = {}) {
  const bus = new EventBus(`${name}-bus`, { region: args.region, description: "Orders" });
  return new EventRule(name, { bus, eventPattern, description: "All orders", ...args });
}

function calling(name: string, args: Partial<EventRuleArgs> = {}) {
  const called = new LambdaFunction(`${name}-function`, { region: args.region, entry });
  return rule(name, { function: called, ...args });
}

describe("EventRule", () => {
  itIsAComponent((name, region) => {
    const made = calling(name, { region });
    new Queue(`${name}-queue`, { region, eventRules: [made] });
    return made;
  });

  it("looks at the events of its bus", async () => {
    const resources = await registered(() => rule("orders"));
    expect(one(resources, "aws:cloudwatch/eventRule:EventRule").inputs).to.include({
      eventBusName: "orders-bus",
      eventPattern,
      description: "All orders",
    });
    expect(resources.some(({ type }) => type === target)).to.equal(false);
  });

  it("sends to each queue that names it, which lets in exactly its rules", async () => {
    const resources = await registered(() => {
      const rules = [rule("orders"), rule("refunds")];
      new Queue("mail", { eventRules: rules });
      new Queue("ledger", { eventRules: rules.slice(0, 1) });
    });
    for (const [name, queue, ruleName] of [
      ["mail-orders", "mail", "orders"],
      ["mail-refunds", "mail", "refunds"],
      ["ledger-orders", "ledger", "orders"],
    ] as const) {
      expect(one(resources, target, name).inputs).to.deep.include({
        rule: ruleName,
        eventBusName: `${ruleName}-bus`,
        arn: arnOf(queue),
        retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        deadLetterConfig: { arn: arnOf(`${ruleName}-dead-letters`) },
      });
    }
    const { policy } = one(resources, "aws:sqs/queuePolicy:QueuePolicy", "mail").inputs;
    const { Statement: statements } = JSON.parse(policy as string) as { Statement: object[] };
    const sending = { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sqs:SendMessage" };
    const from = (name: string) => ({ Condition: { ArnEquals: { "aws:SourceArn": arnOf(name) } } });
    expect(statements.slice(1)).to.deep.equal([
      { ...sending, Resource: arnOf("mail"), ...from("orders") },
      { ...sending, Resource: arnOf("mail"), ...from("refunds") },
    ]);
  });

  it("sends by a role to a receiver that has no policy of its own", async () => {
    const resources = await registered(() => {
      const made = rule("orders");
      made.deliverTo("arn:stream", { name: "archive", parent: made, roleArn: "arn:role" });
    });
    expect(one(resources, target, "archive-orders").inputs).to.include({ arn: "arn:stream", roleArn: "arn:role" });
  });

  it("calls a function's alias, which lets in this rule, and keeps events for which the function fails", async () => {
    const resources = await registered(() => calling("orders", { maxRetries: 1, maxAgeSeconds: 80_000 }));
    expect(one(resources, target).inputs).to.deep.include({
      arn: arnOf("orders-function"),
      retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 80_000 },
    });
    expect(one(resources, "aws:lambda/permission:Permission").inputs).to.include({
      principal: "events.amazonaws.com",
      sourceArn: arnOf("orders"),
      qualifier: "live",
    });
    expect(one(resources, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").inputs).to.deep.include({
      maximumRetryAttempts: 1,
      maximumEventAgeInSeconds: 21_600,
      destinationConfig: { onFailure: { destination: arnOf("orders-dead-letters") } },
    });
  });

  it("lets only its own rule write dead letters, and rings when there are any, or even those are lost", async () => {
    const resources = await registered(() => rule("orders", { alarmActions: ["arn:t"] }));
    const { policy } = one(resources, "aws:sqs/queuePolicy:QueuePolicy").inputs;
    expect((JSON.parse(policy as string) as { Statement: object[] }).Statement[1]).to.deep.include({
      Principal: { Service: "events.amazonaws.com" },
      Condition: { ArnEquals: { "aws:SourceArn": arnOf("orders") } },
    });
    const alarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
    expect(one(resources, alarm, "orders-dead-letters").inputs).to.deep.include({
      metricName: "ApproximateNumberOfMessagesVisible",
      alarmActions: ["arn:t"],
    });
    expect(one(resources, alarm, "orders-lost").inputs).to.deep.include({
      namespace: "AWS/Events",
      metricName: "InvocationsFailedToBeSentToDlq",
      dimensions: { EventBusName: "orders-bus", RuleName: "orders" },
      threshold: 0,
      alarmActions: ["arn:t"],
    });
  });

  for (const [args, problem] of [
    [{ eventPattern: "{" }, "eventPattern is {, and must be a JSON object"],
    [{ eventPattern: "[]" }, "eventPattern is [], and must be a JSON object"],
    [{ maxRetries: 186 }, "maxRetries is 186, and must be a whole number from 0 to 185"],
    [{ maxAgeSeconds: 59 }, "maxAgeSeconds is 59, and must be a whole number from 60 to 86400"],
  ] as const) {
    it(`refuses: ${problem}`, async () => {
      await registered(() => {
        expect(() => rule("orders", args)).to.throw(InvalidArguments, `EventRule "orders": ${problem}`);
      });
    });
  }
});
