import { expect } from "chai";
import { Api } from "../../../../site/page/api/api.ts";
import { Failover } from "../../../../site/page/api/failover.ts";
import { ApiProblem } from "../../../../site/page/api/problem.ts";
import { Regions } from "../../../../site/page/api/regions.ts";
import { pathOfReport, watch } from "../../../../site/page/staff/reports.ts";

const problem = (status: number) => Response.json({ type: "urn:berth:problem:x", title: "X", status }, { status });
const report = (fields: object) => Response.json({ reportId: "r", region: "eu", ...fields });
const links = { csv: "https://files.example/c", json: "https://files.example/j", expiresAt: "1970-01-01T00:05:00Z" };

/** Watches a report of which two regions tell what they are told to; null is silence. It ends where they have no more to tell. */
async function watched(tellings: Record<string, (Response | null)[]>, region?: string) {
  const asked: string[] = [];
  const pauses: number[] = [];
  const told: string[] = [];
  const leaving = new AbortController();
  const regions = new Regions(Object.keys(tellings).map((name) => ({ name, api: `https://${name}.example` })));
  const fetch = (request: Request): Promise<Response> => {
    const name = new URL(request.url).hostname.replace(".example", "");
    asked.push(name);
    const response = tellings[name]?.shift();
    return response ? Promise.resolve(response) : Promise.reject(new TypeError("fetch failed"));
  };
  const api = new Api({
    failover: new Failover({ regions, fetch, timeoutMilliseconds: 1000 }),
    patience: { retries: 0, sleep: () => Promise.resolve(), waiting: () => undefined },
    token: () => Promise.resolve("a-token"),
    refused: () => undefined,
  });
  const sleep = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    if (Object.values(tellings).every((left) => left.length === 0)) leaving.abort();
    return Promise.resolve();
  };
  await watch({ reportId: "r", region }, { api, signal: leaving.signal, sleep, now: () => 0 }, (now) => {
    told.push("reportId" in now ? now.status : "unknown");
  });
  return { asked, pauses, told };
}

describe("watching a report", () => {
  it("goes on while it is made, ever more slowly", async () => {
    const { told, pauses } = await watched({
      eu: [report({ status: "queued" }), report({ status: "running" }), report({ status: "running" })],
    });
    expect(told).to.deep.equal(["queued", "running", "running"]);
    expect(pauses).to.deep.equal([250, 500, 1000]);
  });

  it("reads it again before its links expire", async () => {
    const { told, pauses } = await watched({ eu: [report({ status: "done", links })] });
    expect(told).to.deep.equal(["done"]);
    expect(pauses).to.deep.equal([(5 * 60 - 30) * 1000]);
  });

  it("goes on after a failure, as it may be mended", async () => {
    const { told } = await watched({ eu: [report({ status: "failed" }), report({ status: "done", links })] });
    expect(told).to.deep.equal(["failed", "done"]);
  });

  it("asks first the region that makes it, and another while that is dark", async () => {
    const done = () => report({ status: "done" });
    const { asked, told } = await watched({ us: [done()], eu: [null, report({ status: "done", links })] }, "eu");
    expect(told).to.deep.equal(["done", "done"]);
    expect(asked).to.deep.equal(["eu", "us", "eu"]);
  });

  it("goes on when no region answers, and when all are in a crowd", async () => {
    const { told } = await watched({ eu: [null, problem(429), problem(500), report({ status: "queued" })] });
    expect(told).to.deep.equal(["unknown", "unknown", "unknown", "queued"]);
  });

  it("ends when it is not there, or not to be read", async () => {
    for (const status of [403, 404]) {
      const error: unknown = await watched({ eu: [problem(status)] }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ApiProblem).with.property("status", status);
    }
  });
});

describe("the path of a report", () => {
  it("names the region that makes it, so that a reload asks there", () => {
    expect(pathOfReport({ reportId: "0a", region: "eu-west-1" })).to.equal("/staff/reports/0a?region=eu-west-1");
  });
});
