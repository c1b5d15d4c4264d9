import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { components } from "../api/generated/types.ts";
import { type Berth, startBerth } from "../demo/berth.ts";
import { chunksOf } from "../functions/reports/work/chunks.ts";
import { dayOf, itemIdOf, type Season, tellSeason } from "./report-facts.ts";

type Report = components["schemas"]["Report"];
type Expected = Awaited<ReturnType<typeof tellSeason>>;

const region = "eu-west-1";

/** What a report came to. */
export interface ReportRun {
  readonly slots: number;
  readonly sales: number;
  readonly chunks: number;
  readonly "runs of work": number;
  /** Runs that ended in an error, a timeout among them. */
  readonly "failed runs": number;
  readonly "longest run (s)": number;
  readonly "seconds in all": number;
}

/** A year of 200 items with a slot a day, and what was sold of them. */
const year: Season = { items: 200, days: 365, sales: 70_000 };

/**
 * A report over a season, made by the functions as they are deployed, on this machine: some chunks fail and some are delivered
 * twice, and each row must say what has been sold.
 *
 * @param hiddenSeconds how long a step that failed is hidden, instead of a minute
 * @throws Error if a row is wrong, or the report fails
 */
export async function benchReports(season: Season = year, hiddenSeconds = 15): Promise<ReportRun[]> {
  const folder = await mkdtemp(join(tmpdir(), "berth-bench-"));
  const berth = await startBerth({ regions: [region], folder, port: 0 });
  try {
    const expected = await loaded(berth, season);
    const bench = await ReportsBench.on(berth, season);
    await bench.hideFor(hiddenSeconds);
    await bench.failTwice();
    return [await bench.run(expected)];
  } finally {
    await berth.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

class ReportsBench {
  private constructor(
    private readonly berth: Berth,
    private readonly season: Season,
    private readonly token: string,
    private readonly queueName: string,
  ) {}

  static async on(berth: Berth, season: Season): Promise<ReportsBench> {
    const { token } = await berth.signIn({ email: "bench@example.com", group: "staff" });
    const names = await berth.machine.region(region).sqs.queues.names();
    const queueName = names.find((name) => /^report-steps-(?!dead)/.test(name)) ?? "";
    return new ReportsBench(berth, season, token, queueName);
  }

  async hideFor(seconds: number): Promise<void> {
    await this.#region.sqs.queues.set(this.queueName, { VisibilityTimeout: String(seconds) });
  }

  /** One chunk fails twice, and the report is done all the same. */
  async failTwice(): Promise<void> {
    const refusal = { name: "AccessDenied", status: 403 };
    const fault = this.#region.endpoint.inject({ action: "s3:PutObject", error: refusal, times: 2 });
    const report = await this.#done(await this.#ask({ from: dayOf(0), to: dayOf(0), itemIds: [itemIdOf(0)] }));
    if (fault.struck !== 2 || report.progress?.total !== 1) throw new Error("the one chunk did not fail twice");
  }

  /** The whole season, with every fiftieth chunk failing and some delivered twice. */
  async run(expected: Expected): Promise<ReportRun> {
    const { items, days, sales } = this.season;
    const before = this.#runs();
    const began = performance.now();
    const refusal = { name: "AccessDenied", status: 403 };
    const fault = this.#region.endpoint.inject({ action: "s3:PutObject", error: refusal, probability: 0.02 });
    const span = { from: dayOf(0), to: dayOf(days - 1) };
    // Of the season's items only: what a chunk that comes twice is about must not depend on what else the region has heard of.
    const itemIds = Array.from({ length: items }, (_, item) => itemIdOf(item)).sort();
    const reportId = await this.#ask({ ...span, itemIds });
    await this.#repeat(chunksOf(reportId, span, itemIds).slice(0, 5));
    const report = await this.#done(reportId);
    fault.remove();
    const seconds = (performance.now() - began) / 1000;
    await check(report, expected);
    const runs = this.#runs();
    return {
      slots: items * days,
      sales,
      chunks: report.progress?.total ?? 0,
      "runs of work": runs.durations.length - before.durations.length,
      "failed runs": runs.errors,
      "longest run (s)": Math.round(Math.max(...runs.durations) / 10) / 100,
      "seconds in all": Math.round(seconds),
    };
  }

  /** Puts some chunks on the queue once more. */
  async #repeat(chunks: readonly object[]): Promise<void> {
    const { regions, machine } = this.berth;
    const endpoint = regions[region]?.endpoint ?? "";
    const client = new SQSClient({ region, endpoint, credentials: machine.iam.operator });
    for (const chunk of chunks) {
      const QueueUrl = `${endpoint}/000000000000/${this.queueName}`;
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(chunk) }));
    }
    client.destroy();
  }

  async #ask(wanted: object): Promise<string> {
    const { reportId } = await this.#call<{ reportId: string }>("/reports", {
      method: "POST",
      headers: { "Idempotency-Key": randomUUID(), "Content-Type": "application/json" },
      body: JSON.stringify(wanted),
    });
    return reportId;
  }

  async #done(reportId: string): Promise<Report> {
    for (;;) {
      const report = await this.#call<Report>(`/reports/${reportId}`);
      if (report.status === "failed") throw new Error(`the report failed: ${(report.failures ?? []).join(", ")}`);
      if (report.status === "done") return report;
      await delay(1_000);
    }
  }

  async #call<Body>(path: string, init?: { method: string; headers: object; body: string }) {
    const { method = "GET", headers, body } = init ?? {};
    const api = this.berth.regions[region]?.api ?? "";
    const authorized = { Authorization: `Bearer ${this.token}`, ...headers };
    const response = await fetch(`${api}${path}`, { method, headers: authorized, body });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Body;
  }

  /** What *work* has done so far. */
  #runs(): { durations: number[]; errors: number } {
    const { cloudwatch } = this.#region;
    const watched = cloudwatch.alarms().find(({ definition }) => definition.name.startsWith("report-work-duration"));
    const FunctionName = watched?.definition.dimensions?.FunctionName ?? "";
    const values = (name: string) =>
      cloudwatch.values({ namespace: "AWS/Lambda", name, dimensions: { FunctionName } }, 0, Date.now() + 1);
    return { durations: values("Duration"), errors: values("Errors").reduce((sum, value) => sum + value, 0) };
  }

  get #region() {
    return this.berth.machine.region(region);
  }
}

/** Writes a season's facts into the table, past the queue, and gives what a report has to say. */
async function loaded({ machine, regions, outputs }: Berth, season: Season): Promise<Expected> {
  const endpoint = regions[region]?.endpoint ?? "";
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({ region, endpoint, credentials: machine.iam.operator }),
  );
  const tableName = String(outputs[region]?.reportsArn).split("/")[1] ?? "";
  const writes = new Set<Promise<unknown>>();
  let batch: { PutRequest: { Item: object } }[] = [];
  const flush = async () => {
    const write = client.send(new BatchWriteCommand({ RequestItems: { [tableName]: batch } })).finally(() => {
      writes.delete(write);
    });
    writes.add(write);
    batch = [];
    if (writes.size >= 8) await Promise.race(writes);
  };
  const expected = await tellSeason(season, async (item) => {
    batch.push({ PutRequest: { Item: item } });
    if (batch.length === 25) await flush();
  });
  if (batch.length > 0) await flush();
  await Promise.all(writes);
  client.destroy();
  return expected;
}

/** @throws Error unless the report has a row for each day and item, in their order, that says what is expected */
async function check({ links }: Report, expected: Expected): Promise<void> {
  const rows = (await (await fetch(links?.json ?? "")).json()) as {
    day: string;
    itemId: string;
    capacity: number;
    unitsBooked: number;
    sales: number;
  }[];
  const names = rows.map(({ day, itemId }) => `${day} ${itemId}`);
  if (names.join("\n") !== [...expected.keys()].sort().join("\n"))
    throw new Error("the rows are not those of the season");
  for (const [index, row] of rows.entries()) {
    const wanted = expected.get(names[index] ?? "");
    const { capacity, unitsBooked, sales } = row;
    if (JSON.stringify({ capacity, unitsBooked, sales }) !== JSON.stringify(wanted)) {
      throw new Error(`a row is ${JSON.stringify(row)} and should say ${JSON.stringify(wanted)}`);
    }
  }
  const lines = (await (await fetch(links?.csv ?? "")).text()).trimEnd().split("\r\n");
  if (lines.length !== rows.length + 1)
    throw new Error(`the CSV has ${lines.length - 1} rows, the JSON ${rows.length}`);
}
