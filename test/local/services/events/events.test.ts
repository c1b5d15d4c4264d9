import { expect } from "chai";
import { Events, type EventsOptions } from "../../../../local/services/events/events.ts";
import { InvalidSchedule, millisecondsOf } from "../../../../local/services/events/schedule.ts";

type Call = Parameters<EventsOptions["invoke"]>[0];

const rule = { name: "warm-up", scheduleExpression: "rate(5 minutes)", state: "ENABLED" };
const functionArn = "arn:aws:lambda:eu-west-1:000000000000:function:accept:live";

function recorded(invoke: (call: Call) => Promise<unknown> = () => Promise.resolve()) {
  const calls: Call[] = [];
  const lines: string[] = [];
  const events = new Events({
    region: "eu-west-1",
    invoke: (call) => {
      calls.push(call);
      return invoke(call);
    },
    report: (line) => lines.push(line),
  });
  return { events, calls, lines };
}

describe("local Events", () => {
  it("calls each target of a rule with its input, on behalf of the rule", async () => {
    const { events, calls } = recorded();
    const { arn } = events.putRule(rule);
    events.putTarget(rule.name, { id: "one", arn: functionArn, input: '{"warmUp":true}' });
    events.putTarget(rule.name, { id: "two", arn: functionArn });
    await events.fire(rule.name);
    const invokedBy = { service: "events.amazonaws.com", sourceArn: arn };
    expect(calls[0]).to.deep.equal({ functionArn, payload: { warmUp: true }, invokedBy });
    expect(calls[1]?.payload).to.include({
      source: "aws.events",
      "detail-type": "Scheduled Event",
      region: "eu-west-1",
    });
    events.suspend();
  });

  it("calls at the rate of its schedule, until it is disabled or suspended", async () => {
    const { events, calls } = recorded();
    const timers: { run: () => void; period: number }[] = [];
    const original = globalThis.setInterval;
    globalThis.setInterval = ((run: () => void, period: number) => {
      timers.push({ run, period });
      return original(() => undefined, 2 ** 30);
    }) as typeof setInterval;
    try {
      events.putRule(rule);
      events.putTarget(rule.name, { id: "one", arn: functionArn });
      events.suspend();
      events.putRule({ ...rule, scheduleExpression: "rate(2 minutes)" });
      expect(timers).to.have.lengthOf(1);
      events.resume();
      events.putRule({ ...rule, state: "DISABLED" });
    } finally {
      globalThis.setInterval = original;
    }
    expect(timers.map(({ period }) => period)).to.deep.equal([300_000, 120_000]);
    timers[0]?.run();
    await Promise.resolve();
    expect(calls).to.have.lengthOf(1);
    events.suspend();
  });

  it("reports a target that cannot be called, in one line", async () => {
    const { events, lines } = recorded(() => Promise.reject(new Error("AccessDeniedException")));
    events.putRule(rule);
    events.putTarget(rule.name, { id: "one", arn: functionArn });
    await events.fire(rule.name);
    expect(lines).to.deep.equal(["rule warm-up could not call its target one: Error: AccessDeniedException"]);
    events.suspend();
  });

  it("keeps the targets of a rule that changes, and forgets those of one that goes", () => {
    const { events } = recorded();
    events.putRule(rule);
    events.putTarget(rule.name, { id: "one", arn: functionArn });
    expect(events.putRule({ ...rule, description: "new" }).targets).to.have.lengthOf(1);
    events.deleteTarget(rule.name, "one");
    expect(events.rule(rule.name)?.targets).to.be.empty;
    events.deleteRule(rule.name);
    expect(events.rule(rule.name)).to.equal(undefined);
    expect(() => {
      events.putTarget(rule.name, { id: "one", arn: functionArn });
    }).to.throw(Error, "ResourceNotFoundException: Rule warm-up does not exist");
  });

  it("knows rates, and says so of anything else", () => {
    expect(millisecondsOf("rate(1 hour)")).to.equal(3_600_000);
    expect(millisecondsOf("rate(2 days)")).to.equal(172_800_000);
    for (const expression of ["rate(1 hours)", "rate(5 minute)", "rate(0 minutes)", "cron(0 7 * * ? *)", ""]) {
      expect(() => millisecondsOf(expression)).to.throw(InvalidSchedule, `scheduleExpression is "${expression}"`);
    }
  });
});
