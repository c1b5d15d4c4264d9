import { randomUUID } from "node:crypto";
import { expect } from "chai";
import type { components } from "../../api/generated/types.ts";
import { bookable } from "../bookable.ts";
import { Page } from "../demo/sign-in/page.ts";
import { archivedLines } from "./archived.ts";
import { accepted, available, call, operate, running, settled, stopped, unkept, until } from "./running.ts";
import { SupportNotices } from "./support-notices.ts";

type Schemas = components["schemas"];

const [eu, us] = ["eu-west-1", "us-east-1"];
const inThreeDays = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
const word = `w${randomUUID().slice(0, 8)}`;

/** Each goes on from where the one before has ended, as a day at work does. */
describe("the five systems, from the outside", () => {
  let customer: string;
  let staff: string;
  let item: Schemas["Item"];
  let [morning, afternoon] = ["", ""];
  let notices: SupportNotices | undefined;
  after(async () => {
    notices?.close();
    await stopped();
  });

  /** Signs somebody in at the page that stands for managed login. */
  async function signedIn(email: string): Promise<string> {
    const { machine, appClient, signInUrl } = await running();
    const { callbackUrls = [] } = machine.region(eu).cognito.client(appClient.clientId)?.settings ?? {};
    const page = new Page(signInUrl, appClient.clientId, callbackUrls[0] ?? "");
    return (await page.exchange(await page.codeOf(email))).body.access_token;
  }

  const send = (
    method: string,
    region: string,
    path: string,
    token: string,
    body?: object,
    key: string = randomUUID(),
  ) =>
    call(region, path, {
      ...{ method, token, headers: { "Content-Type": "application/json", "Idempotency-Key": key } },
      ...(body && { body: JSON.stringify(body) }),
    });
  const found = async (region: string, query: string) => {
    const { body } = await call(region, `/items?${query}`, { token: customer, headers: unkept() });
    return (body as Schemas["ItemPage"]).items.map(({ itemId }) => itemId);
  };
  const whatIsFree = `q=${word}&kind=tour&from=${inThreeDays}&to=${inThreeDays}`;

  it("reservation system: sign in, see what is free, book, prolong, list, cancel", async () => {
    const { users } = await running();
    const emailOf = (group: string) => users.find((user) => user.group === group)?.email ?? "";
    [customer, staff] = await Promise.all([signedIn(emailOf("customer")), signedIn(emailOf("staff"))]);

    const content = { kind: "tour", title: `Walk ${word}`, description: "Along the river." };
    const made = await send("POST", eu, "/items", staff, content);
    expect(made.status).to.equal(201);
    item = made.body as Schemas["Item"];
    const slots = ["09:00", "15:00"].map((time) => {
      return { startsAt: `${inThreeDays}T${time}:00Z`, capacity: 5, unitPrice: 1_200 };
    });
    const offered = await send("POST", eu, `/items/${item.itemId}/slots`, staff, { slots });
    expect(offered.status).to.equal(201);
    [morning = "", afternoon = ""] = (offered.body as Schemas["OfferedSlots"]).slots.map(({ slotId }) => slotId);
    await bookable(await running(), [{ itemId: item.itemId, slotIds: [morning, afternoon], homeRegion: eu }]);
    const left = async (region: string, units: number) =>
      await until(async () => ((await available(region, item.itemId, customer)) === units ? true : undefined));

    const bookingId = await accepted({ region: us, token: customer, slots: [{ slotId: morning, units: 2 }] });
    expect(await settled(us, bookingId, customer)).to.include({ status: "confirmed" });
    for (const region of [eu, us]) await left(region, 3);

    const more = { slots: [{ slotId: afternoon, units: 1 }] };
    await until(async () => {
      const { status } = await send("POST", eu, `/bookings/${bookingId}/prolong`, customer, more, "prolong");
      return status === 202 ? true : undefined; // as soon as the region has heard of the booking
    });
    await until(async () => {
      const { bookings } = (await call(eu, "/bookings", { token: customer })).body as Schemas["BookingPage"];
      const mine = bookings.find((booking) => booking.bookingId === bookingId);
      return mine?.prolongations?.[0]?.status === "confirmed" ? true : undefined;
    });

    expect((await send("DELETE", us, `/bookings/${bookingId}`, customer)).status).to.equal(202);
    for (const region of [eu, us]) await left(region, 5);
  });

  it("booking portal: found by words and by what is free, and one id in every log", async () => {
    for (const region of [eu, us]) expect(await found(region, whatIsFree), region).to.deep.equal([item.itemId]);
    expect(await found(eu, whatIsFree.replace("tour", "room"))).to.be.empty;

    const correlationId = randomUUID();
    const { status, body } = await call(us, "/bookings", {
      ...{ method: "POST", token: customer },
      headers: {
        ...{ "Content-Type": "application/json", "Idempotency-Key": randomUUID(), "X-Correlation-Id": correlationId },
      },
      body: JSON.stringify({ slots: [morning, afternoon].map((slotId) => ({ slotId, units: 5 })) }),
    });
    expect(status).to.equal(202);
    const { bookingId } = body as Schemas["BookingAccepted"];
    expect(await settled(us, bookingId, customer)).to.include({ status: "confirmed" });

    const path = await until(async () => {
      const { printed } = await operate("trace", bookingId);
      return printed.includes("event published") ? printed : undefined;
    });
    for (const step of ["request queued", "message settled"]) expect(path).to.include(step);
    await until(async () => ((await found(eu, whatIsFree)).length === 0 ? true : undefined));
  });

  it("order pipeline: rejected with a reason when sold out, and support has a notice, as of a cancellation", async () => {
    notices = await SupportNotices.from();
    const rejected = await accepted({ region: us, token: customer, slots: [{ slotId: morning, units: 1 }] });
    expect(await settled(us, rejected, customer)).to.include({ status: "rejected", reason: "sold-out" });
    await notices.of("BookingRejected", rejected);

    const { bookings } = (await call(us, "/bookings", { token: customer })).body as Schemas["BookingPage"];
    const sold = bookings.find(({ status, slots = [] }) => status === "confirmed" && slots[0]?.slotId === morning);
    expect((await send("DELETE", us, `/bookings/${sold?.bookingId ?? ""}`, customer)).status).to.equal(202);
    await notices.of("BookingCancelled", sold?.bookingId ?? "");
  });

  it("event-driven shop: a basket filled in both regions is one booking, at the catalogue's prices", async () => {
    for (const [region, slotId, units] of [
      [eu, morning, 1],
      [us, afternoon, 2],
    ] as const) {
      const { status, body } = await send("PUT", region, `/basket/slots/${slotId}`, customer, { units });
      expect(status, JSON.stringify(body)).to.equal(200);
    }
    await until(async () => {
      const { lines } = (await call(eu, "/basket", { token: customer })).body as Schemas["Basket"];
      return lines.length === 2 ? true : undefined;
    });
    const { status, body } = await send("POST", eu, "/basket/checkout", customer, undefined, "checkout");
    expect(status, JSON.stringify(body)).to.equal(202);
    const { bookingId, total, currency } = body as Schemas["CheckoutAccepted"];
    expect({ total, currency }).to.deep.equal({ total: 3_600, currency: "EUR" });
    for (const region of [eu, us]) {
      expect(await settled(region, bookingId, customer), region).to.include({ status: "confirmed" });
    }
    await until(async () => {
      const lines = [...(await archivedLines(eu)), ...(await archivedLines(us))];
      const kinds = lines.filter(({ line }) => line.includes(bookingId)).map(({ key }) => /kind=(\w+)/.exec(key)?.[1]);
      return ["BasketCheckedOut", "BookingConfirmed"].every((kind) => kinds.includes(kind)) ? true : undefined;
    });
  });

  it("REST at scale: kept answers with tags, every write in the archive, and reports for staff only", async () => {
    const path = `/items/${item.itemId}`;
    const { headers } = await call(us, path, { token: customer });
    expect(headers.get("cache-control")).to.match(/^private, max-age=\d+$/);
    const tag = { "If-None-Match": headers.get("etag") ?? "" };
    expect((await call(us, path, { token: customer, headers: tag })).status).to.equal(304);
    expect((await call(us, path)).status).to.equal(401);

    const wanted = { from: inThreeDays, to: inThreeDays, itemIds: [item.itemId] };
    expect((await send("POST", eu, "/reports", customer, wanted)).status).to.equal(403);
    const rows = await until(async () => {
      const { reportId } = (await send("POST", eu, "/reports", staff, wanted)).body as Schemas["ReportAccepted"];
      const { links } = await until(async () => {
        const report = (await call(eu, `/reports/${reportId}`, { token: staff })).body as Schemas["Report"];
        return report.status === "done" ? report : undefined;
      });
      const made = (await (await fetch(links?.json ?? "")).json()) as { unitsBooked: number; sales: number }[];
      return made[0]?.unitsBooked === 3 ? made : undefined; // as soon as the reports have heard of all that was booked
    });
    expect(rows).to.have.lengthOf(1);
    expect(rows[0]).to.include({ day: inThreeDays, capacity: 10, slots: 2, sales: 3_600, currency: "EUR" });
  });
});
