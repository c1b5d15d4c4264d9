import { expect } from "chai";
import { InvalidSchedule, millisecondsOf } from "../../../../local/services/events/schedule.ts";
import { eventually } from "../../eventually.ts";
import { EventsFixture, functionArn } from "./fixture.ts";

const rule = { name: "warm-up", scheduleExpression: "rate(5 minutes)", state: "ENABLED" };

describe("schedules of events", () => {
  it("call each target of a rule with its input, on behalf of the rule", async () => {
    const { events, delivered } = new EventsFixture();
    const { arn } = events.rules.put(rule);
    events.rules.putTarget(rule.name, { id: "one", arn: functionArn, input: '{"warmUp":true}' });
    events.rules.putTarget(rule.name, { id: "two", arn: functionArn });
    events.fire(rule.name);
    await eventually(() => events.pending === 0);
    expect(delivered[0]).to.include({ targetArn: functionArn, text: '{"warmUp":true}', ruleArn: arn });
    expect(JSON.parse(delivered[1]?.text ?? "")).to.deep.include({
      source: "aws.events",
      "detail-type": "Scheduled Event",
      region: "eu-west-1",
      resources: ["arn:aws:events:eu-west-1:000000000000:rule/warm-up"],
    });
    events.suspend();
  });

  it("call at their rate, until the rule is disabled or the region suspended", async () => {
    const { events, delivered } = new EventsFixture();
    const timers: { run: () => void; period: number }[] = [];
    const original = globalThis.setInterval;
    globalThis.setInterval = ((run: () => void, period: number) => {
      timers.push({ run, period });
      return original(() => undefined, 2 ** 30);
    }) as typeof setInterval;
    try {
      events.rules.put(rule);
      events.rules.putTarget(rule.name, { id: "one", arn: functionArn });
      events.suspend();
      events.rules.put({ ...rule, scheduleExpression: "rate(2 minutes)" });
      expect(timers).to.have.lengthOf(1);
      events.resume();
      events.rules.put({ ...rule, state: "DISABLED" });
    } finally {
      globalThis.setInterval = original;
    }
    expect(timers.map(({ period }) => period)).to.deep.equal([300_000, 120_000]);
    timers[0]?.run();
    await eventually(() => events.pending === 0);
    expect(delivered).to.have.lengthOf(1);
    events.suspend();
  });

  it("know rates, and say so of anything else", () => {
    expect(millisecondsOf("rate(1 hour)")).to.equal(3_600_000);
    expect(millisecondsOf("rate(2 days)")).to.equal(172_800_000);
    for (const expression of ["rate(1 hours)", "rate(5 minute)", "rate(0 minutes)", "cron(0 7 * * ? *)", ""]) {
      expect(() => millisecondsOf(expression)).to.throw(InvalidSchedule, `scheduleExpression is "${expression}"`);
    }
  });
});
