import { expect } from "chai";
import type { AlarmDefinition, StateChange } from "../../../../local/services/cloudwatch/alarm.ts";
import { CloudWatch, type CloudWatchOptions } from "../../../../local/services/cloudwatch/cloudwatch.ts";
import { eventually } from "../../eventually.ts";

const topic = "arn:aws:sns:eu-west-1:000000000000:alarms";
const definition: AlarmDefinition = {
  name: "claim-errors",
  namespace: "AWS/Lambda",
  metricName: "Errors",
  dimensions: { FunctionName: "claim" },
  statistic: "Sum",
  period: 60,
  evaluationPeriods: 1,
  comparisonOperator: "GreaterThanThreshold",
  threshold: 0,
  treatMissingData: "notBreaching",
  alarmActions: [topic],
  okActions: [topic],
};
const minute = 60_000;
const start = Date.UTC(2026, 0, 1, 12);

function watch(options: Partial<CloudWatchOptions> = {}) {
  const published: { arn: string; subject: string; message: string }[] = [];
  const changes: StateChange[] = [];
  const clock = { now: start };
  const cloudwatch = new CloudWatch({
    region: "eu-west-1",
    clock: () => clock.now,
    evaluateEvery: 0,
    onStateChange: (change) => changes.push(change),
    topics: {
      publish: (arn, subject, message) => {
        published.push({ arn, subject, message });
        return Promise.resolve();
      },
    },
    ...options,
  });
  const fail = (value = 1) => {
    cloudwatch.put({ namespace: "AWS/Lambda", name: "Errors", dimensions: { FunctionName: "claim" }, value });
  };
  return { cloudwatch, clock, changes, published, fail };
}

describe("CloudWatch", () => {
  it("lets alarms stand as they are while it is suspended, and looks again when it goes on", async () => {
    const [still, other] = [watch({ evaluateEvery: 1 }), watch({ evaluateEvery: 1 })];
    for (const { cloudwatch, clock, fail } of [still, other]) {
      cloudwatch.putAlarm(definition);
      fail();
      clock.now += minute;
    }
    still.cloudwatch.suspend();
    const stateOf = ({ cloudwatch }: typeof still) => cloudwatch.alarm("claim-errors")?.state;
    await eventually(() => stateOf(other) === "ALARM");
    expect(stateOf(still)).to.equal("INSUFFICIENT_DATA");
    still.cloudwatch.resume();
    await eventually(() => stateOf(still) === "ALARM");
    await Promise.all([still, other].map(({ cloudwatch }) => cloudwatch.close()));
  });

  it("rings when a period breaches, publishes it, and ends when it is over", async () => {
    const { cloudwatch, changes, published, fail } = watch();
    cloudwatch.putAlarm(definition);
    expect(cloudwatch.alarm("claim-errors")?.state).to.equal("INSUFFICIENT_DATA");
    fail();
    cloudwatch.evaluate(start + minute);
    expect(cloudwatch.alarm("claim-errors")?.state).to.equal("ALARM");
    cloudwatch.evaluate(start + 10 * minute);
    expect(cloudwatch.alarm("claim-errors")?.state).to.equal("OK");
    await cloudwatch.close();
    expect(changes.map(({ from, alarm }) => `${from} > ${alarm.state}`)).to.deep.equal([
      "INSUFFICIENT_DATA > ALARM",
      "ALARM > OK",
    ]);
    expect(published.map(({ arn, subject }) => [arn, subject])).to.deep.equal([
      [topic, 'ALARM: "claim-errors" in eu-west-1'],
      [topic, 'OK: "claim-errors" in eu-west-1'],
    ]);
    expect(JSON.parse(published[0]?.message ?? "")).to.deep.include({
      AlarmName: "claim-errors",
      NewStateValue: "ALARM",
      OldStateValue: "INSUFFICIENT_DATA",
      AlarmArn: "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:claim-errors",
      StateChangeTime: "2026-01-01T12:01:00.000+0000",
    });
  });

  it("says nothing as long as the state stays", () => {
    const { cloudwatch, changes, fail } = watch();
    cloudwatch.putAlarm(definition);
    fail();
    cloudwatch.evaluate(start + minute);
    cloudwatch.evaluate(start + minute);
    expect(changes).to.have.length(1);
  });

  it("counts only the measurements with exactly the alarm's dimensions", () => {
    const { cloudwatch } = watch();
    cloudwatch.putAlarm(definition);
    const dimensions = { FunctionName: "claim", Resource: "claim:live" };
    cloudwatch.put({ namespace: "AWS/Lambda", name: "Errors", dimensions, value: 1 });
    cloudwatch.evaluate(start + minute);
    expect(cloudwatch.alarm("claim-errors")?.state).to.equal("OK");
  });

  it("takes percentiles and the other statistics", () => {
    const stateWith = (statistic: Partial<AlarmDefinition>, threshold: number) => {
      const { cloudwatch, fail } = watch();
      cloudwatch.putAlarm({ ...definition, statistic: undefined, ...statistic, threshold });
      for (let value = 1; value <= 100; value++) fail(value);
      cloudwatch.evaluate(start + minute);
      return cloudwatch.alarm("claim-errors")?.state;
    };
    expect(stateWith({ extendedStatistic: "p99" }, 98.9)).to.equal("ALARM");
    expect(stateWith({ extendedStatistic: "p99" }, 99.1)).to.equal("OK");
    expect(stateWith({ statistic: "SampleCount" }, 99)).to.equal("ALARM");
    expect(stateWith({ statistic: "SampleCount" }, 100)).to.equal("OK");
    expect(stateWith({ statistic: "Average" }, 50.4)).to.equal("ALARM");
    expect(stateWith({ statistic: "Average" }, 50.5)).to.equal("OK");
    expect(stateWith({ statistic: "Minimum" }, 1)).to.equal("OK");
    expect(stateWith({ statistic: "Maximum" }, 100)).to.equal("OK");
    expect(stateWith({ statistic: "Maximum" }, 99)).to.equal("ALARM");
  });

  it("publishes nothing with actions disabled, and reports an action that fails", async () => {
    const silent = watch();
    silent.cloudwatch.putAlarm({ ...definition, actionsEnabled: false });
    silent.fail();
    silent.cloudwatch.evaluate(start + minute);
    await silent.cloudwatch.close();
    expect(silent.changes).to.have.length(1);
    expect(silent.published).to.have.length(0);

    const lines: string[] = [];
    const failing = watch({
      topics: { publish: () => Promise.reject(new Error("no such topic")) },
      onActionFailed: (line) => lines.push(line),
    });
    failing.cloudwatch.putAlarm(definition);
    failing.fail();
    failing.cloudwatch.evaluate(start + minute);
    await failing.cloudwatch.close();
    expect(lines).to.deep.equal([`alarm claim-errors: not published to ${topic}: Error: no such topic`]);
  });

  it("keeps an alarm's state when its definition changes", () => {
    const { cloudwatch, fail } = watch();
    cloudwatch.putAlarm(definition);
    fail();
    cloudwatch.evaluate(start + minute);
    cloudwatch.putAlarm({ ...definition, description: "changed" });
    expect(cloudwatch.alarm("claim-errors")).to.deep.include({ state: "ALARM" });
    cloudwatch.deleteAlarm("claim-errors");
    expect(cloudwatch.alarms()).to.deep.equal([]);
  });

  it("forgets what no alarm can need, and keeps what the longest needs", () => {
    const { cloudwatch, clock, fail } = watch();
    cloudwatch.putAlarm({ ...definition, period: 3600 });
    fail();
    cloudwatch.evaluate(start + 60 * minute);
    expect(cloudwatch.held).to.equal(1);
    clock.now = start + 24 * 60 * minute;
    cloudwatch.evaluate(clock.now);
    expect(cloudwatch.held).to.equal(0);
  });

  it("evaluates by its timer", async () => {
    const { cloudwatch, clock, fail } = watch({ evaluateEvery: 1 });
    cloudwatch.putAlarm(definition);
    fail();
    clock.now += minute;
    await eventually(() => cloudwatch.alarm("claim-errors")?.state === "ALARM");
    await cloudwatch.close();
  });

  it("refuses an alarm that CloudWatch would refuse, with all that is wrong", () => {
    const { cloudwatch } = watch();
    const wrong: AlarmDefinition = {
      ...definition,
      period: 45,
      datapointsToAlarm: 2,
      statistic: "Median",
      alarmActions: ["arn:aws:automate:eu-west-1:ec2:stop"],
    };
    expect(() => cloudwatch.putAlarm(wrong))
      .to.throw()
      .with.property("message")
      .that.includes("alarm claim-errors:")
      .and.includes("period is 45, and must be 10, 20, 30 or a multiple of 60")
      .and.includes("datapointsToAlarm is 2, and must be from 1 to evaluationPeriods (1)")
      .and.includes("statistic is Median")
      .and.includes("arn:aws:automate:eu-west-1:ec2:stop is not the ARN of an SNS topic");
    expect(() => cloudwatch.putAlarm({ ...definition, extendedStatistic: "p50" })).to.throw(
      "exactly one of statistic and extendedStatistic",
    );
    expect(() => cloudwatch.putAlarm({ ...definition, statistic: undefined, extendedStatistic: "p101" })).to.throw(
      "extendedStatistic is p101",
    );
    expect(cloudwatch.alarms()).to.deep.equal([]);
  });

  it("refuses a measurement that is no finite number", () => {
    const { fail } = watch();
    expect(() => {
      fail(NaN);
    }).to.throw("NaN is not a finite number");
  });

  it("keeps dashboards", () => {
    const { cloudwatch } = watch();
    expect(cloudwatch.putDashboard("region", '{"widgets":[]}').arn).to.equal(
      "arn:aws:cloudwatch::000000000000:dashboard/region",
    );
    expect(cloudwatch.dashboard("region")).to.equal('{"widgets":[]}');
    expect(() => cloudwatch.putDashboard("region", "{")).to.throw(SyntaxError);
    cloudwatch.deleteDashboard("region");
    expect(cloudwatch.dashboard("region")).to.equal(undefined);
  });
});
