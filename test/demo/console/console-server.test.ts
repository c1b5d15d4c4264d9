import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ConsoleServer } from "../../../demo/console/console-server.ts";
import type { ConsoleState } from "../../../demo/console/state.ts";
import { securityHeaders } from "../../../components/site-headers.ts";
import { Machine } from "../../../local/machine.ts";

const [here, there] = ["eu-west-1", "us-east-1"];

describe("the console of a machine", () => {
  let machine: Machine;
  let server: ConsoleServer;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "berth-console-"));
    machine = await Machine.start({ regions: [here, there], folder, port: 0, print: () => undefined });
    const pageOf = (region: string) => (region === here ? "http://localhost:8402/" : undefined);
    server = await ConsoleServer.listen({ machine, pageOf, port: 0 });
  });

  after(async () => {
    await server.close();
    await machine.stop();
    rmSync(folder, { recursive: true });
  });

  /** What the console shows now. */
  async function state(): Promise<ConsoleState> {
    return (await (await fetch(`${server.url}/state`)).json()) as ConsoleState;
  }

  /** Presses a button, as the console's own page does unless another origin is given. */
  async function press(operation: string, asked: object, origin: string = new URL(server.url).origin) {
    const headers = { "Content-Type": "application/json", Origin: origin };
    const response = await fetch(`${server.url}/${operation}`, {
      method: "POST",
      headers,
      body: JSON.stringify(asked),
    });
    return { status: response.status, body: (await response.json()) as ConsoleState & { message?: string } };
  }

  it("is found at its address, and from the root", async () => {
    const response = await fetch(new URL("/", server.url));
    expect(response.url).to.equal(server.url);
    expect(await response.text()).to.include("/_local/console.js");
  });

  it("has a script, a style and fonts of its own, under the policy of the page", async () => {
    for (const [file, type] of [
      ["console.js", "text/javascript"],
      ["console.css", "text/css"],
    ]) {
      const response = await fetch(`${server.url}/${file ?? ""}`);
      expect(response.headers.get("Content-Type")).to.include(type);
      for (const [name, value] of Object.entries(securityHeaders())) {
        expect(response.headers.get(name), name).to.equal(value);
      }
    }
    const style = await (await fetch(`${server.url}/console.css`)).text();
    const [font = ""] = /\/_local\/[\w-]+\.woff2/.exec(style) ?? [];
    expect((await fetch(new URL(font, server.url))).headers.get("Content-Type")).to.equal("font/woff2");
    expect((await fetch(`${server.url}/nothing.js`)).status).to.equal(404);
  });

  it("shows regions, queues, dead letters and alarms that ring", async () => {
    const { sqs, cloudwatch } = machine.region(here);
    const { arn } = await sqs.queues.create("letters-dead", {});
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 3 });
    await sqs.queues.create("letters", { RedrivePolicy });
    await sqs.queues.send("letters-dead", "given up");
    await sqs.queues.create("rule-dead-letters-0123abc", {});
    await sqs.metrics.measure();
    const metric = { namespace: "Test", metricName: "Broken", period: 60, evaluationPeriods: 1 };
    const rule = { statistic: "Sum", comparisonOperator: "GreaterThanThreshold", threshold: 0 } as const;
    cloudwatch.putAlarm({ ...metric, ...rule, name: "broken", description: "Something is broken." });
    const minute = Math.floor(Date.now() / 60_000) * 60_000;
    cloudwatch.put({ namespace: "Test", name: "Broken", dimensions: {}, value: 1, at: new Date(minute - 60_000) });
    cloudwatch.evaluate(minute);

    const { environment, regions, conflicts } = await state();
    expect({ environment, conflicts }).to.deep.equal({ environment: "local", conflicts: 0 });
    expect(regions.map(({ name, isRunning, page }) => ({ name, isRunning, page }))).to.deep.equal([
      { name: here, isRunning: true, page: "http://localhost:8402/" },
      { name: there, isRunning: true, page: undefined },
    ]);
    const [queue, dead, ofRule] = regions[0]?.queues ?? [];
    expect(ofRule).to.include({ name: "rule-dead-letters-0123abc", takesDeadLetters: true });
    expect(queue).to.include({ name: "letters", waiting: 0, takesDeadLetters: false });
    expect(dead)
      .to.include({ name: "letters-dead", waiting: 1, takesDeadLetters: true })
      .and.have.property("oldestSeconds");
    expect(regions[0]?.alarms).to.equal(1);
    expect(regions[0]?.ringing[0]).to.include({ name: "broken", description: "Something is broken." });
  });

  it("does what its buttons say, and tells how the machine then is", async () => {
    expect((await press("lag", { milliseconds: 20 })).body.lagMilliseconds).to.equal(20);
    await press("lag", { milliseconds: 0 });
    expect((await press("cut", { regions: [here, there] })).body.cuts).to.deep.equal([[here, there]]);
    expect((await press("heal", { regions: [here, there] })).body.cuts).to.deep.equal([]);
    expect((await press("stop", { region: there })).body.regions[1]).to.include({ name: there, isRunning: false });
    expect(machine.region(there).isRunning).to.equal(false);
    expect((await press("start", { region: there })).body.regions[1]).to.include({ isRunning: true });
  });

  it("shows how long what was written takes to a region, where an alarm watches it", async () => {
    const { cloudwatch } = machine.region(here);
    const dimensions = { TableName: "bookings", ReceivingRegion: there };
    const rule = { statistic: "Average", comparisonOperator: "GreaterThanThreshold", threshold: 1000 } as const;
    const metric = { namespace: "AWS/DynamoDB", metricName: "ReplicationLatency", period: 60, evaluationPeriods: 1 };
    cloudwatch.putAlarm({ ...metric, ...rule, name: "late", dimensions });
    expect((await state()).regions[0]?.delays).to.deep.equal([]);
    cloudwatch.put({ namespace: "AWS/DynamoDB", name: "ReplicationLatency", dimensions, value: 12 });
    expect((await state()).regions[0]?.delays).to.deep.equal([{ table: "bookings", to: there, milliseconds: 12 }]);
  });

  it("names what is wrong with an order", async () => {
    const unknown = await press("stop", { region: "mars-north-1" });
    expect(unknown.status).to.equal(422);
    expect(unknown.body.message).to.include("no region mars-north-1");
    expect((await press("lag", { milliseconds: "soon" })).status).to.equal(400);
    expect((await press("burn", {})).status).to.equal(404);
  });

  it("takes no order from a page that is not its own", async () => {
    for (const origin of ["https://evil.example", "http://localhost:8402", "null"]) {
      const { status, body } = await press("stop", { region: there }, origin);
      expect(status, origin).to.equal(403);
      expect(body.message).to.include("orders of its own page");
    }
    expect(machine.region(there).isRunning).to.equal(true);
  });
});
