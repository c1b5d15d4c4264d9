import { randomUUID } from "node:crypto";
import { expect } from "chai";
import type { components } from "../../api/generated/types.ts";
import { bookable } from "../bookable.ts";
import {
  type Answer,
  accepted,
  available,
  book,
  call,
  customer,
  running,
  settled,
  staff,
  stopped,
  until,
} from "./running.ts";

type Schemas = components["schemas"];

const [eu, us] = ["eu-west-1", "us-east-1"];
const regions = [eu, us] as const;

after(stopped);

/** A word that stands in the title of one item only. */
const word = () => `w${randomUUID().slice(0, 8)}`;
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

describe("the catalogue, end to end", () => {
  let token: string;
  before(async () => {
    token = await staff();
  });

  const change = (method: string, region: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    call(region, path, {
      ...{ method, token },
      headers: { "Content-Type": "application/json", "Idempotency-Key": randomUUID(), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  const problemOf = ({ status, body }: Answer) => ({ ...(body as Schemas["Problem"]), status });

  async function made(region: string, title: string): Promise<Schemas["Item"]> {
    const { status, headers, body } = await change("POST", region, "/items", { kind: "tour", title, description: "" });
    const item = body as Schemas["Item"];
    expect(status, JSON.stringify(body)).to.equal(201);
    expect(headers.get("location")).to.equal(`/items/${item.itemId}`);
    return item;
  }

  /** Offers an item on some days from now on, and waits until it can be booked there. */
  async function offered(region: string, itemId: string, days: number[], capacity: number): Promise<string[]> {
    const slots = days.map((number) => ({ startsAt: `${day(number)}T09:00:00Z`, capacity, unitPrice: 1_250 }));
    const { status, body } = await change("POST", region, `/items/${itemId}/slots`, { slots });
    expect(status, JSON.stringify(body)).to.equal(201);
    const slotIds = (body as Schemas["OfferedSlots"]).slots.map(({ slotId }) => slotId);
    await bookable(await running(), [{ itemId, slotIds, homeRegion: region }]);
    return slotIds;
  }

  const find = async (region: string, who: string, query: Record<string, string>) => {
    const { status, body } = await call(region, `/items?${new URLSearchParams(query).toString()}`, { token: who });
    expect(status, JSON.stringify(body)).to.equal(200);
    return (body as Schemas["ItemPage"]).items.map(({ itemId }) => itemId);
  };

  for (const home of regions) {
    it(`is filled by staff in ${home}, and searched and booked from in every region`, async () => {
      const who = await customer();
      const name = word();
      const { itemId } = await made(home, `Évora ${name}`);
      const slotIds = await offered(home, itemId, [3, 1], 10);
      expect(slotIds).to.deep.equal([3, 1].map((days) => `${itemId}-${day(days).replaceAll("-", "")}T0900Z`));
      for (const region of regions) {
        expect(await find(region, who, { q: `${name.toUpperCase()} evora`, kind: "tour" })).to.deep.equal([itemId]);
        expect(await find(region, who, { q: name, from: day(2), to: day(3) })).to.deep.equal([itemId]);
        expect(await find(region, who, { q: name, from: day(2), to: day(2) })).to.deep.equal([]);
        expect(await find(region, who, { q: name, kind: "room" })).to.deep.equal([]);
        const { body } = await call(region, `/items/${itemId}/slots`, { token: who });
        const { slots, currency } = body as Schemas["SlotPage"];
        expect(currency).to.equal("EUR");
        expect(slots.map(({ slotId, unitPrice }) => [slotId, unitPrice])).to.deep.equal(
          slotIds.toReversed().map((slotId) => [slotId, 1_250]),
        );
      }
      const [, soonest = ""] = slotIds;
      const bookingId = await accepted({ region: us, token: who, slots: [{ slotId: soonest, units: 4 }] });
      expect(await settled(us, bookingId, who)).to.include({ status: "confirmed" });
      for (const region of regions) {
        await until(async () => ((await available(region, itemId, who)) === 6 ? true : undefined));
      }
    });
  }

  it("is not found in a span where all is sold out", async () => {
    const who = await customer();
    const name = word();
    const { itemId } = await made(eu, name);
    const [slotId = ""] = await offered(eu, itemId, [1], 2);
    const bookingId = await accepted({ region: eu, token: who, slots: [{ slotId, units: 2 }] });
    expect(await settled(eu, bookingId, who)).to.include({ status: "confirmed" });
    await until(async () => ((await find(us, who, { q: name, from: day(1) })).length === 0 ? true : undefined));
    expect(await find(us, who, { q: name })).to.deep.equal([itemId]);
  });

  it("makes an item once under a key, and another one under the same key not at all", async () => {
    const key = { "Idempotency-Key": randomUUID() };
    const content = { kind: "room", title: word(), description: "" };
    const [first, again] = [
      await change("POST", eu, "/items", content, key),
      await change("POST", eu, "/items", content, key),
    ];
    expect([again.status, again.body]).to.deep.equal([first.status, first.body]);
    const other = problemOf(await change("POST", eu, "/items", { ...content, title: word() }, key));
    expect(other).to.include({ status: 422, type: "urn:berth:problem:idempotency-key-reused" });
  });

  it("is edited by who has seen the latest, in the item's home, and elsewhere it says where", async () => {
    const { itemId, title } = await made(us, word());
    const path = `/items/${itemId}`;
    const { headers } = await call(us, path, { token });
    const seen = headers.get("etag") ?? "";
    const edit = (region: string, match: Record<string, string>) =>
      change("PUT", region, path, { kind: "room", title, description: "New." }, match);
    expect(problemOf(await edit(us, {}))).to.include({ status: 428, type: "urn:berth:problem:precondition-required" });
    const edited = await edit(us, { "If-Match": seen });
    expect(edited.status).to.equal(200);
    expect(edited.headers.get("etag")).to.be.a("string").and.not.equal(seen);
    expect(problemOf(await edit(us, { "If-Match": seen }))).to.include({
      ...{ status: 412, type: "urn:berth:problem:precondition-failed" },
    });
    await until(async () => ((await call(eu, path, { token })).status === 200 ? true : undefined));
    const startsAt = `${day(1)}T09:00:00Z`;
    for (const answer of [
      await edit(eu, { "If-Match": "*" }),
      await change("DELETE", eu, path),
      await change("POST", eu, `${path}/slots`, { slots: [{ startsAt, capacity: 1, unitPrice: 0 }] }),
    ]) {
      expect(problemOf(answer)).to.include({ status: 409, type: "urn:berth:problem:edited-elsewhere", region: us });
    }
    await until(async () => {
      const { body } = await call(eu, path, { token });
      return (body as Schemas["Item"]).description === "New." ? true : undefined;
    });
  });

  it("offers a slot once, and never anew with other content", async () => {
    const { itemId } = await made(eu, word());
    const offer = (capacity: number) =>
      change("POST", eu, `/items/${itemId}/slots`, {
        slots: [{ startsAt: `${day(1)}T09:00:00Z`, capacity, unitPrice: 100, shards: 2 }],
      });
    const [first, again] = [await offer(5), await offer(5)];
    expect([first.status, again.status]).to.deep.equal([201, 201]);
    expect(again.body).to.deep.equal(first.body);
    expect(problemOf(await offer(6))).to.include({ status: 409, type: "urn:berth:problem:slot-offered-otherwise" });
  });

  it("sells no more of an item that is removed, in any region, and keeps what was booked", async () => {
    const who = await customer();
    const { itemId } = await made(us, word());
    const [slotId = "", later = ""] = await offered(us, itemId, [1, 2], 10);
    const slots = [{ slotId, units: 1 }];
    const bookingId = await accepted({ region: us, token: who, slots });
    expect(await settled(us, bookingId, who)).to.include({ status: "confirmed" });

    expect((await change("DELETE", us, `/items/${itemId}`)).status).to.equal(204);
    expect((await change("DELETE", us, `/items/${itemId}`)).status).to.equal(204);
    for (const region of regions) {
      await until(async () => {
        const refused = await book({ region, token: who, slots: [{ slotId: later, units: 1 }] });
        if (refused.status === 202) return undefined;
        const { status, errors } = problemOf(refused);
        expect([status, errors?.[0]?.rule]).to.deep.equal([400, "slot-withdrawn"]);
        return true;
      });
      await until(async () =>
        (await call(region, `/items/${itemId}`, { token: who })).status === 404 ? true : undefined,
      );
      await until(async () =>
        (await call(region, `/items/${itemId}/slots`, { token: who })).status === 404 ? true : undefined,
      );
    }
    expect(await settled(eu, bookingId, who)).to.include({ status: "confirmed" });
    const slot = { startsAt: `${day(5)}T09:00:00Z`, capacity: 1, unitPrice: 0 };
    expect((await change("POST", us, `/items/${itemId}/slots`, { slots: [slot] })).status).to.equal(404);
  });

  it("is changed by staff only", async () => {
    const { itemId } = await made(eu, word());
    const forbidden = {
      token: await customer(),
      headers: { "Content-Type": "application/json", "Idempotency-Key": "k" },
    };
    for (const [method, path] of [
      ["POST", "/items"],
      ["PUT", `/items/${itemId}`],
      ["DELETE", `/items/${itemId}`],
      ["POST", `/items/${itemId}/slots`],
    ] as const) {
      const answer = await call(eu, path, { ...forbidden, method, body: "{}" });
      expect(problemOf(answer), `${method} ${path}`).to.include({ status: 403, type: "urn:berth:problem:forbidden" });
    }
    expect((await call(eu, `/items/${itemId}`, { token })).status).to.equal(200);
  });

  it("is written by no two regions", async () => {
    expect((await running()).machine.replication.conflicts).to.deep.equal([]);
  });
});
