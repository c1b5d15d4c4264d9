import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Region } from "../../../../local/region.ts";
import { dashboard } from "../../../../local/resources/cloudwatch/dashboard.ts";
import { logGroup } from "../../../../local/resources/cloudwatch/log-group.ts";
import { metricAlarm } from "../../../../local/resources/cloudwatch/metric-alarm.ts";
import { InvalidInputs } from "../../../../local/resources/resource-type.ts";
import { CloudWatch } from "../../../../local/services/cloudwatch/cloudwatch.ts";
import { Logs } from "../../../../local/services/logs/logs.ts";
import { rejection } from "../../services/lambda/fixture.ts";

const folders: string[] = [];

function context() {
  const folder = mkdtempSync(join(tmpdir(), "berth-resources-"));
  folders.push(folder);
  const region: Pick<Region, "name" | "cloudwatch" | "logs"> = {
    name: "eu-west-1",
    cloudwatch: new CloudWatch({ region: "eu-west-1", evaluateEvery: 0 }),
    logs: new Logs(folder),
  };
  return { region: region as Region, autoName: "name-1a2b3c4" };
}

describe("resources/cloudwatch", () => {
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it("makes, reads, changes and removes a log group", async () => {
    const here = context();
    const { id, outputs } = await logGroup.create(here, { retentionInDays: 30 });
    expect(id).to.equal("name-1a2b3c4");
    expect(outputs).to.include({
      name: "name-1a2b3c4",
      arn: "arn:aws:logs:eu-west-1:000000000000:log-group:name-1a2b3c4",
      retentionInDays: 30,
    });
    await logGroup.update(here, id, { retentionInDays: 7 });
    expect((await logGroup.read(here, id))?.outputs).to.include({ retentionInDays: 7 });
    await logGroup.delete(here, id);
    expect(await logGroup.read(here, id)).to.equal(undefined);
    await logGroup.delete(here, id);
    expect(await rejection(logGroup.create(here, { namePrefix: "x" }))).to.be.instanceOf(InvalidInputs);
  });

  const alarm = {
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: "claims" },
    statistic: "Maximum",
    period: 60,
    evaluationPeriods: 2,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 300,
  };

  it("makes, reads, changes and removes an alarm", async () => {
    const here = context();
    const { id, outputs } = await metricAlarm.create(here, { ...alarm, name: "age", alarmDescription: "old" });
    expect(id).to.equal("age");
    expect(outputs).to.deep.include({
      ...alarm,
      alarmDescription: "old",
      arn: "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:age",
      treatMissingData: "missing",
      actionsEnabled: true,
    });
    await metricAlarm.update(here, id, { ...alarm, name: "age", threshold: 500 });
    expect((await metricAlarm.read(here, id))?.outputs).to.include({ threshold: 500 });
    expect(here.region.cloudwatch.alarm("age")?.definition.threshold).to.equal(500);
    await metricAlarm.delete(here, id);
    expect(await metricAlarm.read(here, id)).to.equal(undefined);
  });

  it("refuses an alarm with metric math, and one that CloudWatch would refuse", async () => {
    const here = context();
    const math = await rejection(metricAlarm.create(here, { ...alarm, metricQueries: [] }));
    expect(math.message).to.include(
      "aws:cloudwatch/metricAlarm:MetricAlarm: this machine does not know the input metricQueries",
    );
    const period = await rejection(metricAlarm.create(here, { ...alarm, period: 7 }));
    expect(period.message).to.equal("alarm name-1a2b3c4: period is 7, and must be 10, 20, 30 or a multiple of 60");
  });

  it("makes, reads, changes and removes a dashboard", async () => {
    const here = context();
    const { id, outputs } = await dashboard.create(here, { dashboardName: "region", dashboardBody: "{}" });
    expect(outputs).to.include({ dashboardArn: "arn:aws:cloudwatch::000000000000:dashboard/region" });
    await dashboard.update(here, id, { dashboardName: "region", dashboardBody: '{"widgets":[]}' });
    expect((await dashboard.read(here, id))?.outputs).to.include({ dashboardBody: '{"widgets":[]}' });
    await dashboard.delete(here, id);
    expect(await dashboard.read(here, id)).to.equal(undefined);
    const unknown = { dashboardName: "region", dashboardBody: "{}", color: "red" };
    expect((await rejection(dashboard.create(here, unknown))).message).to.include("does not know the input color");
  });
});
