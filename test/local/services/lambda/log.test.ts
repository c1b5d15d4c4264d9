import { expect } from "chai";
import { z } from "zod";
import { LambdaFixture } from "./fixture.ts";

const report = z.object({
  type: z.literal("platform.report"),
  record: z.object({
    requestId: z.string(),
    status: z.string(),
    errorType: z.string().optional(),
    metrics: z.object({
      durationMs: z.number(),
      billedDurationMs: z.int(),
      memorySizeMB: z.int(),
      maxMemoryUsedMB: z.int(),
      initDurationMs: z.number().optional(),
    }),
  }),
});

describe("the log of a function", () => {
  let fixture: LambdaFixture;
  beforeEach(() => {
    fixture = new LambdaFixture();
  });
  afterEach(() => fixture.close());

  it("holds what was written, in order over both streams and console, between start and report", async () => {
    await fixture.create(`exports.handler = async () => {
      process.stdout.write("one\\ntwo ");
      process.stderr.write("err\\n");
      process.stdout.write("halves\\n");
      console.log("said %s", "so", { a: 1 });
      process.stdout.write("no end");
    };`);
    const { requestId } = await fixture.invoke();
    const lines = await fixture.lines();
    expect(lines.slice(1, 4)).to.deep.equal(["one", "err", "two halves"]);
    expect(lines[4]).to.match(new RegExp(`^\\S+Z\\t${requestId}\\tINFO\\tsaid so { a: 1 }$`));
    expect(lines[5]).to.equal("no end");
    expect(JSON.parse(lines[0] ?? "")).to.deep.include({ type: "platform.start" });
    expect(lines).to.have.length(7);
    const { record } = report.parse(JSON.parse(lines[6] ?? ""));
    expect(record).to.include({ requestId, status: "success" });
  });

  it("reports duration, memory and, of a cold start only, the initialisation", async () => {
    await fixture.create("exports.handler = async () => {};");
    await fixture.invoke();
    await fixture.invoke();
    const reports = (await fixture.lines())
      .map((line) => report.safeParse(JSON.parse(line)).data)
      .filter((one) => one !== undefined);
    const [cold, warm] = reports.map(({ record }) => record.metrics);
    expect(cold?.initDurationMs).to.be.greaterThan(0);
    expect(warm).to.not.have.property("initDurationMs");
    for (const metrics of [cold, warm]) {
      expect(metrics?.memorySizeMB).to.equal(128);
      expect(metrics?.maxMemoryUsedMB).to.be.within(1, 128);
      expect(metrics?.billedDurationMs).to.be.at.least(metrics?.durationMs ?? NaN);
    }
  });

  it("goes to the group that the function names, as JSON from the level that it names", async () => {
    await fixture.create(
      'exports.handler = async () => { console.log("quiet"); console.warn("loud"); console.error({ a: 1 }); console.error("failed", new TypeError("x")); };',
      { logging: { logGroup: "own", logFormat: "JSON", applicationLogLevel: "WARN" } },
    );
    const { requestId } = await fixture.invoke();
    const lines = (await fixture.lines("own")).map((line) => z.looseObject({}).parse(JSON.parse(line)));
    expect(lines.slice(1, -1).map(({ timestamp: _, stackTrace: __, ...rest }) => rest)).to.deep.equal([
      { level: "WARN", requestId, message: "loud" },
      { level: "ERROR", requestId, message: { a: 1 } },
      { level: "ERROR", requestId, errorType: "TypeError", errorMessage: "x", message: lines[3]?.message },
    ]);
  });

  it("turns lines in embedded metric format into measurements", async () => {
    await fixture.create(`exports.handler = async () => {
      console.log(JSON.stringify({
        _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{ Namespace: "Berth", Dimensions: [["service"]], Metrics: [{ Name: "Booked" }] }] },
        service: "claim", Booked: 3,
      }));
    };`);
    await fixture.invoke();
    expect(fixture.measurements.all.find(({ name }) => name === "Booked")).to.deep.include({
      namespace: "Berth",
      dimensions: { service: "claim" },
      value: 3,
    });
  });
});
