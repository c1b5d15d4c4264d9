import { expect } from "chai";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { LambdaFunction } from "../../components/lambda-function.ts";
import { Schedule, type ScheduleArgs } from "../../components/schedule.ts";
import { itIsAComponent, one, registered } from "./registered.ts";

const entry = "test/components/fixtures/handler.ts";
const arnOf = (name: string) => `arn:aws:made-up:eu-west-1:123456789012:${name}`;

function schedule(name: string, args: Partial<ScheduleArgs> = {}) {
  const called = new LambdaFunction(`${name}-function`, { region: args.region, entry });
  return new Schedule(name, {
    ...{ function: called, everyMinutes: 5, event: '{"tick":true}', description: "Ticks" },
    ...args,
  });
}

describe("Schedule", () => {
  itIsAComponent((name, region) => schedule(name, { region }));

  it("calls the function's alias with its event, at its rate", async () => {
    const resources = await registered(() => schedule("tick"));
    expect(one(resources, "aws:cloudwatch/eventRule:EventRule").inputs).to.include({
      scheduleExpression: "rate(5 minutes)",
      description: "Ticks",
    });
    expect(one(resources, "aws:cloudwatch/eventTarget:EventTarget").inputs).to.deep.include({
      rule: "tick",
      arn: arnOf("tick-function"),
      input: '{"tick":true}',
    });
    expect(one(resources, "aws:lambda/permission:Permission").inputs).to.include({
      principal: "events.amazonaws.com",
      sourceArn: arnOf("tick"),
      qualifier: "live",
    });
  });

  it("says one minute in AWS's own grammar", async () => {
    const resources = await registered(() => schedule("tick", { everyMinutes: 1 }));
    const { scheduleExpression } = one(resources, "aws:cloudwatch/eventRule:EventRule").inputs;
    expect(scheduleExpression).to.equal("rate(1 minute)");
  });

  it("repeats a call until the next is due, and keeps those that failed, of the bus and of the function", async () => {
    const resources = await registered(() => schedule("tick"));
    const repetition = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 };
    expect(one(resources, "aws:cloudwatch/eventTarget:EventTarget").inputs).to.deep.include({
      retryPolicy: repetition,
      deadLetterConfig: { arn: arnOf("tick-dead-letters") },
    });
    expect(one(resources, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig").inputs).to.deep.include({
      ...repetition,
      destinationConfig: { onFailure: { destination: arnOf("tick-dead-letters") } },
    });
    const { policy } = one(resources, "aws:sqs/queuePolicy:QueuePolicy").inputs;
    expect((JSON.parse(policy as string) as { Statement: object[] }).Statement[1]).to.deep.equal({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: arnOf("tick-dead-letters"),
      Condition: { ArnEquals: { "aws:SourceArn": arnOf("tick") } },
    });
  });

  it("rings when a call has failed for good", async () => {
    const resources = await registered(() => schedule("tick", { alarmActions: ["arn:t"] }));
    expect(one(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", "tick-dead-letters").inputs).to.deep.include({
      metricName: "ApproximateNumberOfMessagesVisible",
      threshold: 0,
      alarmActions: ["arn:t"],
    });
  });

  for (const [args, problem] of [
    [{ everyMinutes: 0 }, "everyMinutes is 0, and must be a whole number from 1 to 525600"],
    [{ event: "tick" }, "event is tick, and must be JSON"],
  ] as const) {
    it(`refuses: ${problem}`, async () => {
      await registered(() => {
        expect(() => schedule("tick", args)).to.throw(InvalidArguments, `Schedule "tick": ${problem}`);
      });
    });
  }
});
