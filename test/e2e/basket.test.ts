import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { expect } from "chai";
import type { components } from "../../api/generated/types.ts";
import { priced, told } from "./catalogue-events.ts";
import { accepted, available, call, customer, operate, running, settled, stopped, until } from "./running.ts";
import type { Answer } from "./running.ts";

type Schemas = components["schemas"];

const [eu, us] = ["eu-west-1", "us-east-1"];
const regions = [eu, us] as const;

after(stopped);

describe("a basket, end to end", () => {
  let token: string;
  beforeEach(async () => {
    token = await customer();
  });

  const headers = { "Content-Type": "application/json" };
  const put = async (region: string, slotId: string, units: number) =>
    await call(region, `/basket/slots/${slotId}`, { method: "PUT", token, headers, body: JSON.stringify({ units }) });
  const remove = async (region: string, slotId: string) =>
    await call(region, `/basket/slots/${slotId}`, { method: "DELETE", token });
  const basket = async (region: string) => (await call(region, "/basket", { token })).body as Schemas["Basket"];
  const unitsIn = async (region: string) =>
    (await basket(region)).lines.map(({ slotId, units }) => `${slotId} ${units}`);
  const checkOut = async (region: string, key: string): Promise<Answer> =>
    await call(region, "/basket/checkout", { method: "POST", token, headers: { "Idempotency-Key": key } });
  const checkedOut = async (region: string, key: string): Promise<Schemas["CheckoutAccepted"]> => {
    const { status, body } = await checkOut(region, key);
    if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body as Schemas["CheckoutAccepted"];
  };
  const arrived = async () => {
    await (await running()).machine.replication.settled();
  };
  const holds = async (region: string, ...lines: readonly string[]) => {
    expect(await unitsIn(region), region).to.have.members(lines);
  };

  it("is filled in one region, seen and changed in the other, checked out there, and booked in both", async () => {
    const [tour, boat] = [await priced(eu, 10, 1_000), await priced(eu, 10, 250)];
    expect((await put(eu, tour.slotId, 2)).status).to.equal(200);
    await put(eu, boat.slotId, 1);
    await arrived();
    await holds(us, `${tour.slotId} 2`, `${boat.slotId} 1`);
    await put(us, tour.slotId, 1);
    await put(us, boat.slotId, 4);
    const { lines, total, currency } = await basket(us);
    expect({ total, currency }).to.deep.equal({ total: 2_000, currency: "EUR" });
    expect(lines).to.deep.include({ ...tour, units: 1, amount: 1_000, status: "bookable" });

    const { status, headers: answered, body } = await checkOut(us, "key");
    expect(status).to.equal(202);
    const { bookingId } = body as Schemas["CheckoutAccepted"];
    expect(answered.get("location")).to.equal(`/bookings/${bookingId}`);
    expect(body).to.deep.include({ status: "pending", total: 2_000, currency: "EUR" });
    const slots = [
      { slotId: boat.slotId, units: 4 },
      { slotId: tour.slotId, units: 1 },
    ].toSorted((left, right) => (left.slotId < right.slotId ? -1 : 1));
    for (const region of regions) {
      expect(await settled(region, bookingId, token)).to.deep.include({ status: "confirmed", slots });
      const { body: mine } = await call(region, "/bookings", { token });
      expect((mine as Schemas["BookingPage"]).bookings.map((booking) => booking.bookingId)).to.deep.equal([bookingId]);
    }
    await arrived();
    for (const region of regions) await holds(region);
  });

  it("is booked with all its slots or none", async () => {
    const [plenty, scarce] = [await priced(eu, 10), await priced(eu, 1)];
    const taken = await accepted({ region: eu, token, slots: [{ slotId: scarce.slotId, units: 1 }] });
    expect(await settled(eu, taken, token)).to.include({ status: "confirmed" });
    await put(eu, plenty.slotId, 1);
    await put(eu, scarce.slotId, 1);
    const { bookingId } = await checkedOut(eu, "key");
    for (const region of regions) {
      expect(await settled(region, bookingId, token)).to.include({ status: "rejected", reason: "sold-out" });
    }
    await until(async () => ((await available(eu, plenty.itemId, token)) === 10 ? true : undefined));
  });

  it("is the customer's alone", async () => {
    const { slotId } = await priced(eu, 10);
    await put(eu, slotId, 2);
    await arrived();
    const owner = token;
    token = await customer();
    for (const region of regions) {
      await holds(region);
      await remove(region, slotId);
      expect((await checkOut(region, "key")).body).to.include({ type: "urn:berth:problem:basket-empty" });
    }
    token = owner;
    await arrived();
    for (const region of regions) await holds(region, `${slotId} 2`);
  });

  it("is one booking when its checkout is repeated in the other region, which has heard of it", async () => {
    const { slotId } = await priced(eu, 10, 100);
    await put(eu, slotId, 2);
    const first = await checkedOut(eu, "key");
    await arrived();
    await put(us, slotId, 7);
    expect(await checkedOut(us, "key")).to.deep.equal(first);
    await holds(us, `${slotId} 7`);
  });

  it("is one booking when its checkout is repeated in a region that has not heard of it", async () => {
    const { slotId, itemId } = await priced(eu, 10);
    const { machine } = await running();
    await put(eu, slotId, 2);
    await arrived();
    machine.replication.cut(eu, us);
    try {
      const first = await checkedOut(eu, "key");
      const second = await checkedOut(us, "key");
      expect(second).to.deep.equal(first);
      expect(await settled(eu, first.bookingId, token)).to.include({ status: "confirmed" });
    } finally {
      machine.replication.heal(eu, us);
    }
    await arrived();
    for (const region of regions) {
      await holds(region);
      const { body } = await call(region, "/bookings", { token });
      expect((body as Schemas["BookingPage"]).bookings).to.have.lengthOf(1);
      await until(async () => ((await available(region, itemId, token)) === 8 ? true : undefined));
    }
  });

  it("is never two bookings when it is repeated in a region that knows another basket", async () => {
    const [tour, boat] = [await priced(eu, 10), await priced(us, 10)];
    const { machine } = await running();
    await put(eu, tour.slotId, 1);
    await arrived();
    machine.replication.cut(eu, us);
    let bookingIds: string[];
    try {
      await put(us, boat.slotId, 1);
      bookingIds = [(await checkedOut(eu, "key")).bookingId, (await checkedOut(us, "key")).bookingId];
    } finally {
      machine.replication.heal(eu, us);
    }
    expect(bookingIds[0]).not.to.equal(bookingIds[1]);
    for (const region of regions) {
      const outcomes = await until(async () => {
        const found = await Promise.all(bookingIds.map((bookingId) => settled(region, bookingId, token)));
        const statuses = found.map(({ status, reason = "" }) => `${status} ${reason}`.trim()).toSorted();
        return statuses.includes("rejected idempotency-key-reused") ? statuses : undefined;
      });
      expect(outcomes, region).to.deep.equal(["confirmed", "rejected idempotency-key-reused"]);
    }
  });

  it("is merged when the regions hear from each other again: of each slot the latest change counts", async () => {
    const [a, b, c] = [await priced(eu, 10), await priced(us, 10), await priced(eu, 10)];
    const { machine } = await running();
    await put(eu, a.slotId, 1);
    await put(us, b.slotId, 1);
    await arrived();
    machine.replication.cut(eu, us);
    try {
      await put(us, a.slotId, 2);
      await remove(eu, b.slotId);
      await put(us, c.slotId, 3);
      await put(eu, a.slotId, 4);
      await holds(eu, `${a.slotId} 4`);
      await holds(us, `${a.slotId} 2`, `${b.slotId} 1`, `${c.slotId} 3`);
    } finally {
      machine.replication.heal(eu, us);
    }
    await arrived();
    for (const region of regions) await holds(region, `${a.slotId} 4`, `${c.slotId} 3`);
  });

  it("marks what can be booked no more, and cannot be checked out with it", async () => {
    const [stays, goes] = [await priced(eu, 10, 300), await priced(eu, 10, 500)];
    await put(eu, stays.slotId, 1);
    await put(eu, goes.slotId, 1);
    await told(eu, "SlotWithdrawn", { slotId: goes.slotId, itemId: goes.itemId });
    for (const region of regions) {
      const { lines, total } = await until(async () => {
        const found = await basket(region);
        return found.lines.some(({ status }) => status === "withdrawn") ? found : undefined;
      });
      expect(lines.find(({ slotId }) => slotId === goes.slotId)).to.include({ status: "withdrawn" });
      expect(total).to.equal(300);
      const refused = await put(region, goes.slotId, 2);
      expect([refused.status, (refused.body as Schemas["Problem"]).errors?.[0]?.rule]).to.deep.equal([
        400,
        "slot-withdrawn",
      ]);
      const { status, body } = await checkOut(region, "key");
      expect(status).to.equal(409);
      expect(body).to.include({ type: "urn:berth:problem:slot-not-bookable" });
    }
    expect((await remove(us, goes.slotId)).status).to.equal(200);
    expect((await checkedOut(us, "key")).total).to.equal(300);
  });

  it("is traced from the request that has checked it out to the claim", async () => {
    const { slotId } = await priced(eu, 1);
    await put(eu, slotId, 1);
    const correlation = { "Idempotency-Key": "key", "X-Correlation-Id": `trace-${randomUUID()}` };
    const { body } = await call(eu, "/basket/checkout", { method: "POST", token, headers: correlation });
    const { bookingId } = body as Schemas["CheckoutAccepted"];
    expect(await settled(eu, bookingId, token)).to.include({ status: "confirmed" });
    const printed = await until(async () => {
      const trace = await operate("trace", bookingId);
      return trace.printed.includes("outcome=confirmed") ? trace.printed : undefined;
    });
    const steps = ["basket-edit.*basket checked out", "basket-publish.*event published", "claim.*outcome=confirmed"];
    expect(printed).to.match(new RegExp(steps.map((step) => `^.*${step}.*$`).join("[^]*"), "m"));
  });

  it("leaves no item written by two regions, and no dead letter", async () => {
    const { machine } = await running();
    await arrived();
    expect(machine.replication.conflicts).to.be.empty;
    for (const region of regions) {
      const { queues } = machine.region(region).sqs;
      for (const name of await queues.names()) {
        if (!/dead-letters|failures/.test(name)) continue;
        expect((await queues.read(name))?.attributes, name).to.include({ ApproximateNumberOfMessages: "0" });
      }
    }
  });
});

describe("what a region has written of baskets", () => {
  it("says in its key that it is that region's", async () => {
    const { machine, outputs } = await running();
    await machine.replication.settled();
    const TableName = String(outputs[eu]?.basketsArn).split("/").at(-1);
    const { url: endpoint } = machine.region(eu).endpoint;
    const client = DynamoDBDocumentClient.from(
      new DynamoDBClient({ region: eu, endpoint, credentials: machine.iam.operator }),
    );
    const { Items: items = [] } = await client.send(new ScanCommand({ TableName }));
    client.destroy();
    expect(items.map(({ sk }) => String(sk).split("#")[0])).to.include.members(["LINE", "CHECKOUT", "OFFERED"]);
    for (const { sk, region } of items) expect(String(sk).split("#").at(-1)).to.equal(region);
  });
});
