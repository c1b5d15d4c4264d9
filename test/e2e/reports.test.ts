import { randomUUID } from "node:crypto";
import { expect } from "chai";
import type { components } from "../../api/generated/types.ts";
import { offer } from "../../demo/tours.ts";
import { bookable } from "../bookable.ts";
import { accepted, call, customer, running, settled, staff, stopped, until } from "./running.ts";

type Schemas = components["schemas"];

const [eu, us] = ["eu-west-1", "us-east-1"];

after(stopped);

/** Offers a tour of eight places for 25.00 each, whose title a spreadsheet would run. */
async function tour(homeRegion: string) {
  const berth = await running();
  const content = {
    title: '=A "tour"',
    description: "For a test.",
    homeRegion,
    capacity: 8,
    unitPrice: 2_500,
    days: 1,
  };
  const offered = await offer(
    content,
    { api: berth.regions[homeRegion]?.api ?? "", token: await staff() },
    randomUUID(),
  );
  await bookable(berth, [offered]);
  const [slotId = ""] = offered.slotIds;
  return { itemId: offered.itemId, slotId };
}

async function ask(region: string, token: string, wanted: object, key: string = randomUUID()) {
  return await call(region, "/reports", {
    method: "POST",
    token,
    headers: { "Idempotency-Key": key, "Content-Type": "application/json" },
    body: JSON.stringify(wanted),
  });
}

/** Reads a report until it is done. */
async function done(region: string, reportId: string, token: string): Promise<Schemas["Report"]> {
  return await until(async () => {
    const { status, body } = await call(region, `/reports/${reportId}`, { token });
    if (status === 404) return undefined; // the other region has not heard of it yet
    const report = body as Schemas["Report"];
    if (report.status === "failed") throw new Error(JSON.stringify(report));
    return report.status === "done" ? report : undefined;
  });
}

async function downloaded(link = ""): Promise<{ type: string | null; text: string }> {
  const response = await fetch(link);
  expect(response.status).to.equal(200);
  return { type: response.headers.get("content-type"), text: await response.text() };
}

describe("reports", () => {
  it("tell what was booked in all regions, and not cancelled, by day and item", async () => {
    const token = await customer();
    const { itemId, slotId } = await tour(eu);
    const day = slotId.replace(/^.*-(\d{4})(\d\d)(\d\d)T\d{4}Z$/, "$1-$2-$3");

    const book = async (region: string, units: number) => {
      const bookingId = await accepted({ region, token, slots: [{ slotId, units }] });
      expect(await settled(region, bookingId, token)).to.include({ status: "confirmed" });
      return bookingId;
    };
    await book(eu, 3);
    await book(us, 2);
    const given = await book(us, 1);
    expect((await call(eu, `/bookings/${given}`, { method: "DELETE", token })).status).to.equal(202);

    const member = await staff();
    const wanted = { from: day, to: day, itemIds: [itemId] };
    const row = {
      day,
      itemId,
      title: '=A "tour"',
      slots: 1,
      capacity: 8,
      unitsBooked: 5,
      occupancy: 0.625,
      sales: 12_500,
    };
    const expected = [{ ...row, currency: "EUR" }];
    // What was heard in one region reaches the other within moments, so that a report may come too early.
    const { report, json } = await until(async () => {
      const { status, body, headers } = await ask(us, member, wanted);
      expect(status).to.equal(202);
      const { reportId } = body as Schemas["ReportAccepted"];
      expect(headers.get("location")).to.equal(`/reports/${reportId}`);
      const report = await done(us, reportId, member);
      const json = await downloaded(report.links?.json);
      return json.text.includes('"unitsBooked":5') ? { report, json } : undefined;
    });
    expect(report).to.deep.include({ region: us, from: day, to: day, progress: { done: 1, total: 1 } });
    expect(JSON.parse(json.text)).to.deep.equal(expected);
    expect(json.type).to.equal("application/json");
    const csv = await downloaded(report.links?.csv);
    expect(csv.type).to.match(/^text\/csv/);
    expect(csv.text).to.equal(
      "day,itemId,title,slots,capacity,unitsBooked,occupancy,sales,currency\r\n" +
        `${day},${itemId},"'=A ""tour""",1,8,5,0.625,12500,EUR\r\n`,
    );

    const elsewhere = await done(eu, report.reportId, member);
    expect(elsewhere).to.deep.include({ status: "done", region: us, progress: { done: 1, total: 1 } });
    expect(elsewhere).not.to.have.property("links");
  });

  it("are the same for the same key and days, and refused for others", async () => {
    const member = await staff();
    const key = randomUUID();
    const wanted = { from: "2026-01-01", to: "2026-12-31", itemIds: ["b", "a"] };
    const { body } = await ask(eu, member, wanted, key);
    expect((await ask(eu, member, { ...wanted, itemIds: ["a", "b"] }, key)).body).to.deep.equal(body);
    const other = await ask(eu, member, { ...wanted, to: "2026-12-30" }, key);
    expect([other.status, other.body]).to.deep.include(422);
    expect(other.body).to.include({ type: "urn:berth:problem:idempotency-key-reused" });
    expect((await ask(us, member, wanted, key)).body).not.to.deep.equal(body);
    const { reportId } = body as Schemas["ReportAccepted"];
    const report = await done(eu, reportId, member);
    expect(report.progress).to.deep.equal({ done: 12, total: 12 });
    expect(JSON.parse((await downloaded(report.links?.json)).text)).to.deep.equal([]);
  });

  it("are asked for with two days, in order and at most a year", async () => {
    const member = await staff();
    const errors = async (wanted: object) => {
      const { status, body } = await ask(eu, member, wanted);
      expect(status).to.equal(400);
      return (body as { errors: object[] }).errors;
    };
    expect(await errors({ from: "2026-01-02", to: "2026-01-01" })).to.deep.equal([
      { field: "to", rule: "not-before-from", value: "2026-01-01" },
    ]);
    expect(await errors({ from: "2026-01-01", to: "2027-01-02" })).to.deep.equal([
      { field: "to", rule: "at-most-366-days", value: "2027-01-02" },
    ]);
  });

  it("of which nobody has heard are not there, nor are those with another kind of id", async () => {
    const member = await staff();
    for (const id of ["0".repeat(32), "abc", "ENTRY"]) {
      const { status, body } = await call(eu, `/reports/${id}`, { token: member });
      expect([status, body]).to.deep.include(404);
      expect(body).to.include({ type: "urn:berth:problem:not-found" });
    }
  });

  it("are for members of staff only", async () => {
    const token = await customer();
    const day = { from: "2026-01-01", to: "2026-01-01" };
    for (const { status, body } of [
      await ask(eu, token, day),
      await call(eu, `/reports/${"0".repeat(32)}`, { token }),
    ]) {
      expect(status).to.equal(403);
      expect(body).to.include({ type: "urn:berth:problem:forbidden" });
    }
  });
});
