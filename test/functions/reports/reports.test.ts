import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { APIGatewayProxyResult, SQSRecord } from "aws-lambda";
import { expect } from "chai";
import type { components } from "../../../api/generated/types.ts";
import { itemKey, reportKey } from "../../../functions/reports/keys.ts";
import { reactionsTo } from "../../../functions/reports/follow/reactions.ts";
import { readReport } from "../../../functions/reports/read/report.ts";
import { apiEvent, sqsRecord } from "../events.ts";
import { bundle, run } from "../function.ts";
import type { Bundle, RunningFunction } from "../function.ts";
import { ireland, offered, said, slotIdOf, virginia } from "./samples.ts";
import { isRefused, startServices, workOff } from "./test-services.ts";
import type { TestServices } from "./test-services.ts";

type Schemas = components["schemas"];

const span = { from: "2031-01-01", to: "2031-01-03" };

describe("reports, as they are deployed", () => {
  let services: TestServices;
  let bundles: [Bundle, Bundle, Bundle];
  let ask: RunningFunction;
  let work: RunningFunction;
  let read: RunningFunction;
  before(async () => {
    [services, bundles] = await Promise.all([
      startServices(),
      Promise.all([bundle("reports/ask"), bundle("reports/work"), bundle("reports/read")]),
    ]);
    const [ofAsk, ofWork, ofRead] = bundles;
    const { environment } = services;
    [ask, work, read] = await Promise.all([
      run(ofAsk, environment),
      run(ofWork, environment),
      run(ofRead, environment),
    ]);
    const slotId = slotIdOf("boat", "2031-01-02T09:00:00.000Z");
    const react = reactionsTo(({ item }) => services.table.put([{ ...item }]), ireland);
    const sold = said("BookingConfirmed", { bookingId: "b", part: "0", slots: [{ slotId, units: 4 }] });
    for (const { type, detail } of [...offered("boat", 4), ...offered("walk", 4), sold]) await react[type](detail);
  });
  after(async () => {
    await Promise.all([ask.stop(), work.stop(), read.stop()]);
    await Promise.all([services.stop(), ...bundles.map((built) => built.remove())]);
  });
  afterEach(async () => {
    await services.taken();
  });

  const asked = async (key: string, wanted: object = span) => {
    const headers = { "Idempotency-Key": key, "Content-Type": "application/json" };
    const event = apiEvent("POST", "/reports", { headers, body: JSON.stringify(wanted) });
    const { statusCode, body } = (await ask.invoke(event)) as APIGatewayProxyResult;
    return { statusCode, ...(JSON.parse(body) as Partial<Schemas["ReportAccepted"]> & { type?: string }) };
  };
  const shown = async (reportId = "", from: RunningFunction = read) => {
    const { statusCode, body } = (await from.invoke(apiEvent("GET", `/reports/${reportId}`))) as APIGatewayProxyResult;
    return { statusCode, ...(JSON.parse(body) as Schemas["Report"]) };
  };
  const rowsOf = async ({ links }: Schemas["Report"]) =>
    (await (await fetch(links?.json ?? "")).json()) as { itemId: string; unitsBooked: number }[];
  const onlyStep = async () => {
    const [record, ...others] = await services.taken();
    if (record === undefined || others.length > 0) throw new Error("there is not exactly one step on the queue");
    return record;
  };
  const steps = (records: readonly SQSRecord[]) => records.map(({ body }) => JSON.parse(body) as { kind: string });

  it("are queued, planned, done chunk by chunk, and put together", async () => {
    const { reportId, statusCode, status } = await asked("whole", { from: "2030-12-31", to: "2031-01-03" });
    expect([statusCode, status]).to.deep.equal([202, "queued"]);
    expect(await shown(reportId))
      .to.include({ statusCode: 200, status: "queued", region: ireland })
      .and.not.have.any.keys("progress");

    expect(await isRefused(work, await onlyStep())).to.equal(false);
    const chunks = await services.taken();
    expect(steps(chunks).map(({ kind }) => kind)).to.deep.equal(["chunk", "chunk"]);
    for (const [index, chunk] of chunks.entries()) {
      expect(await shown(reportId)).to.deep.include({ status: "running", progress: { done: index, total: 2 } });
      expect(await isRefused(work, chunk)).to.equal(false);
    }
    const merging = await onlyStep();
    expect(await shown(reportId))
      .to.include({ status: "running" })
      .and.not.have.any.keys("links");
    expect(await isRefused(work, merging)).to.equal(false);

    const report = await shown(reportId);
    expect(report).to.deep.include({ status: "done", progress: { done: 2, total: 2 } });
    const rows = await rowsOf(report);
    expect(rows).to.have.lengthOf(6);
    expect(rows[2]).to.deep.equal({
      ...{ day: "2031-01-02", itemId: "boat", title: "Tour boat", slots: 1, capacity: 10 },
      ...{ unitsBooked: 4, occupancy: 0.4, sales: 400, currency: "EUR" },
    });
    const line = await work.line(({ message, step }) => message === "step done" && step === "merge");
    expect(line).to.include({ reportId, correlationId: "0f6b4c1e-5d3a-4c55-9c5e-0a4a6d1d2f10" });
  });

  it("say the same when every step is delivered twice", async () => {
    const { reportId } = await asked("twice");
    await asked("twice");
    const seen: string[] = [];
    for (let records = await services.taken(); records.length > 0; records = await services.taken()) {
      for (const record of [...records, ...records]) {
        seen.push(...steps([record]).map(({ kind }) => kind));
        expect(await isRefused(work, record)).to.equal(false);
      }
    }
    expect(seen.filter((kind) => kind === "chunk").length).to.be.at.least(2);
    const report = await shown(reportId);
    expect(report).to.deep.include({ status: "done", progress: { done: 1, total: 1 } });
    expect(await rowsOf(report)).to.have.lengthOf(6);
  });

  it("are cut as they were first, even if there are more items when they are planned again", async () => {
    const { reportId } = await asked("planned-twice");
    const planning = await onlyStep();
    await isRefused(work, planning);
    const first = await services.taken();
    const late = { itemId: "a-late-one", title: "Late", version: 1 };
    await services.table.put([{ ...itemKey(late.itemId, ireland), ...late }]);
    await isRefused(work, planning);
    expect((await services.taken()).map(({ body }) => body)).to.deep.equal(first.map(({ body }) => body));
    expect(await shown(reportId)).to.deep.include({ progress: { done: 0, total: 1 } });
  });

  it("name a chunk that failed as often as it is tried, and go on when it is tried again", async () => {
    const failing = await run(bundles[1], { ...services.environment, BUCKET_NAME: "no-such-bucket" });
    try {
      const { reportId } = await asked("failing", { ...span, itemIds: ["boat"] });
      await isRefused(failing, await onlyStep());
      const chunk = await onlyStep();
      for (const receives of [1, 2]) {
        expect(await isRefused(failing, chunk, receives)).to.equal(true);
        expect(await shown(reportId))
          .to.include({ status: "running" })
          .and.not.have.any.keys("failures");
      }
      expect(await isRefused(failing, chunk, 3)).to.equal(true);
      expect(await shown(reportId)).to.deep.include({ status: "failed", failures: ["chunk-0"] });
      expect(await failing.line(({ message }) => message === "step not done")).to.include({
        step: "chunk-0",
        reportId,
      });

      expect(await isRefused(work, chunk)).to.equal(false);
      expect(await shown(reportId))
        .to.include({ status: "running" })
        .and.not.have.any.keys("failures");
      await workOff(services, work);
      expect(await shown(reportId)).to.include({ status: "done" });
    } finally {
      await failing.stop();
    }
  });

  it("name a step that was killed the last time, as by its time limit", async () => {
    const silent = createServer();
    const { port } = await listening(silent);
    const environment = { ...services.environment, AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}` };
    const hanging = await run(bundles[1], environment);
    try {
      const { reportId } = await asked("killed", { ...span, itemIds: ["boat"] });
      await isRefused(hanging, await onlyStep());
      const chunk = await onlyStep();
      void isRefused(hanging, chunk, 3);
      await once(silent, "connection");
      await hanging.stop();
      expect(await shown(reportId)).to.deep.include({ status: "failed", failures: ["chunk-0"] });
      expect(await isRefused(work, chunk)).to.equal(false);
      await workOff(services, work);
      expect(await shown(reportId)).to.include({ status: "done" });
    } finally {
      await hanging.stop();
      silent.close();
    }
  });

  it("fail at once if they are about more than 1,000 items", async () => {
    const items = Array.from({ length: 1_001 }, (_, index) => ({
      itemId: `many-${index}`,
      title: "One of many",
      version: 1,
    }));
    await services.table.put(items.map((item) => ({ ...itemKey(item.itemId, ireland), ...item })));
    const { reportId } = await asked("too-many");
    await workOff(services, work);
    expect(await shown(reportId)).to.deep.include({ status: "failed", failures: ["too-many-items"] });
    const few = await asked("few-of-many", { ...span, itemIds: ["many-1000", "boat"] });
    await workOff(services, work);
    const report = await shown(few.reportId);
    expect((await rowsOf(report)).map(({ itemId }) => itemId)).to.deep.equal(["boat", "boat", "boat"]);
  });

  it("that nobody can be in are done with no rows", async () => {
    const { reportId } = await asked("empty", { from: "2020-01-01", to: "2020-01-01", itemIds: ["nobody-knows"] });
    await workOff(services, work);
    const report = await shown(reportId);
    expect(await rowsOf(report)).to.deep.equal([]);
    expect(await (await fetch(report.links?.csv ?? "")).text()).to.equal(
      "day,itemId,title,slots,capacity,unitsBooked,occupancy,sales,currency\r\n",
    );
  });

  it("keep their key for what was asked first", async () => {
    const { reportId } = await asked("key", { ...span, itemIds: ["boat", "walk"] });
    expect(await asked("key", { ...span, itemIds: ["walk", "boat"] })).to.include({ statusCode: 202, reportId });
    for (const other of [span, { ...span, to: "2031-01-02", itemIds: ["boat", "walk"] }]) {
      expect(await asked("key", other)).to.include({
        statusCode: 422,
        type: "urn:berth:problem:idempotency-key-reused",
      });
    }
    await workOff(services, work);
    await asked("key", { ...span, itemIds: ["walk", "boat"] });
    expect(await services.taken(), "nothing is done twice").to.deep.equal([]);
  });

  it("have links in their own region only", async () => {
    const { reportId } = await asked("elsewhere", { ...span, itemIds: ["boat"] });
    await workOff(services, work);
    const link = () => Promise.reject(new Error("there are no files in this region"));
    const elsewhere = { table: services.table, region: virginia, link, now: () => new Date() };
    expect(await readReport(elsewhere, reportId ?? "")).to.include({ status: "done", region: ireland });
  });

  it("are forgotten after 30 days, with what is still to be done for them", async () => {
    const reportId = "f".repeat(32);
    const expiresAt = Math.floor(Date.now() / 1000) - 1;
    const old = { reportId, region: ireland, ...span, payload: "", askedAt: "2020-01-01T00:00:00.000Z", expiresAt };
    const Item = { ...reportKey(reportId, ireland), ...old };
    await services.table.client.send(new PutCommand({ TableName: services.table.name, Item }));
    expect(await shown(reportId)).to.include({ statusCode: 404 });
    await services.send({ version: 1, kind: "merge", reportId: "e".repeat(32) });
    await workOff(services, work);
    const found = new ListObjectsV2Command({ Bucket: services.bucket, Prefix: "e".repeat(32) });
    expect((await services.s3.send(found)).KeyCount).to.equal(0);
  });

  it("give back a message that is no step", async () => {
    const good = { version: 1, kind: "merge", reportId: "r" };
    for (const body of ["{", "{}", JSON.stringify({ ...good, more: 1 }), JSON.stringify({ ...good, kind: "other" })]) {
      expect(await isRefused(work, sqsRecord("m", body)), body).to.equal(true);
    }
  });
});

async function listening(server: Server): Promise<AddressInfo> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server.address() as AddressInfo;
}
