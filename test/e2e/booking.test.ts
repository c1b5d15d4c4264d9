import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { accepted, available, book, call, customer, offered, running, settled, stopped, until } from "./running.ts";

const [eu, us] = ["eu-west-1", "us-east-1"];
const regions = [eu, us] as const;

/** Waits until a region says that so much is left of a slot; what it says may be a moment old. */
async function untilAvailable(region: string, itemId: string, token: string, units: number): Promise<void> {
  await until(async () => ((await available(region, itemId, token)) === units ? true : undefined));
}

after(stopped);

describe("a booking, end to end", () => {
  it("is accepted in one region, confirmed there, and read in the other", async () => {
    const token = await customer();
    const { slotId } = await offered(eu, 10);
    const slots = [{ slotId, units: 2 }];
    const { status, headers, body } = await book({ region: eu, token, slots });
    expect(status).to.equal(202);
    expect(body).to.have.all.keys("bookingId", "status").and.include({ status: "pending" });
    const { bookingId } = body as { bookingId: string };
    expect(headers.get("location")).to.equal(`/bookings/${bookingId}`);
    expect(headers.get("content-type")).to.match(/^application\/json/);
    const { requestedAt, ...booking } = await settled(us, bookingId, token);
    expect(booking).to.deep.equal({ bookingId, status: "confirmed", region: eu, slots });
    expect(await settled(eu, bookingId, token)).to.deep.equal({ ...booking, requestedAt });
    expect(Date.parse(requestedAt ?? "")).to.be.at.most(Date.now());
  });

  it("is waited for, and is in the customer's list in every region, and in nobody else's", async () => {
    const token = await customer();
    const { slotId } = await offered(eu, 10);
    const bookingId = await accepted({ region: eu, token, slots: [{ slotId, units: 1 }] });
    const { status, body } = await call(eu, `/bookings/${bookingId}?waitSeconds=5`, { token });
    expect(status).to.equal(200);
    expect(body).to.include({ bookingId, status: "confirmed" });
    await settled(us, bookingId, token);
    for (const region of regions) {
      expect((await call(region, "/bookings", { token })).body).to.deep.equal({ bookings: [body] });
      expect((await call(region, "/bookings", { token: await customer() })).body).to.deep.equal({ bookings: [] });
    }
  });

  it("can be made in every region, of what was born there", async () => {
    const token = await customer();
    const { itemId, slotId } = await offered(us, 3);
    const bookingId = await accepted({ region: us, token, slots: [{ slotId, units: 3 }] });
    expect(await settled(eu, bookingId, token)).to.include({ status: "confirmed", region: us });
    for (const region of regions) {
      await untilAvailable(region, itemId, token, 0);
    }
  });

  it("is one booking when it is sent twice with the same key, also in the same instant", async () => {
    const token = await customer();
    const { itemId, slotId } = await offered(eu, 10);
    const wish = { region: eu, token, slots: [{ slotId, units: 1 }], key: randomUUID() };
    const together = await Promise.all([accepted(wish), accepted(wish), accepted(wish)]);
    await settled(eu, together[0], token);
    const later = await accepted(wish);
    expect(new Set([...together, later]).size).to.equal(1);
    const other = await accepted({ ...wish, key: randomUUID() });
    await settled(eu, other, token);
    await untilAvailable(eu, itemId, token, 8);
  });

  it("is refused with the same key and another payload: by 422 once the first is settled, by a rejection before", async () => {
    const token = await customer();
    const { itemId, slotId } = await offered(eu, 10);
    const wish = { region: eu, token, key: randomUUID() };
    const first = await accepted({ ...wish, slots: [{ slotId, units: 1 }] });
    const second = await book({ ...wish, slots: [{ slotId, units: 5 }] });
    expect(await settled(eu, first, token)).to.include({ status: "confirmed" });
    if (second.status === 202) {
      const { bookingId } = second.body as { bookingId: string };
      expect(bookingId).not.to.equal(first);
      expect(await settled(eu, bookingId, token)).to.include({ status: "rejected", reason: "idempotency-key-reused" });
    } else {
      expect(second.status).to.equal(422);
    }
    const third = await book({ ...wish, slots: [{ slotId, units: 7 }] });
    expect(third.status).to.equal(422);
    expect(third.body).to.include({ type: "urn:berth:problem:idempotency-key-reused" });
    await untilAvailable(eu, itemId, token, 9);
  });

  it("takes all its slots or none", async () => {
    const token = await customer();
    const [plenty, scarce] = [await offered(eu, 10), await offered(eu, 1)];
    const slots = [
      { slotId: plenty.slotId, units: 1 },
      { slotId: scarce.slotId, units: 1 },
    ];
    const first = await accepted({ region: eu, token, slots });
    expect(await settled(eu, first, token)).to.include({ status: "confirmed" });
    const second = await accepted({ region: eu, token, slots });
    expect(await settled(eu, second, token)).to.include({ status: "rejected", reason: "sold-out" });
    await untilAvailable(eu, plenty.itemId, token, 9);
  });

  it("is confirmed for exactly ten of forty who want ten places at once", async () => {
    const { itemId, slotId } = await offered(eu, 10);
    const customers = await Promise.all(Array.from({ length: 40 }, () => customer()));
    const outcomes = await Promise.all(
      customers.map(async (token) => {
        const bookingId = await accepted({ region: eu, token, slots: [{ slotId, units: 1 }] });
        const { status, reason } = await settled(us, bookingId, token);
        return reason === undefined ? status : `${status}: ${reason}`;
      }),
    );
    const count = (outcome: string) => outcomes.filter((one) => one === outcome).length;
    expect({ confirmed: count("confirmed"), soldOut: count("rejected: sold-out") }).to.deep.equal({
      confirmed: 10,
      soldOut: 30,
    });
    const [token = ""] = customers;
    for (const region of regions) {
      await untilAvailable(region, itemId, token, 0);
    }
  });

  it("goes to one of two who want the only place in the same instant", async () => {
    for (let round = 0; round < 10; round++) {
      const { slotId } = await offered(eu, 1);
      const outcomes = await Promise.all(
        [await customer(), await customer()].map(async (token) => {
          const bookingId = await accepted({ region: eu, token, slots: [{ slotId, units: 1 }] });
          return (await settled(eu, bookingId, token)).status;
        }),
      );
      expect(outcomes.toSorted()).to.deep.equal(["confirmed", "rejected"]);
    }
  });

  it("is forwarded to the region that has the places", async () => {
    const token = await customer();
    const { slotId } = await offered(eu, 5);
    const bookingId = await accepted({ region: us, token, slots: [{ slotId, units: 5 }] });
    expect(await settled(us, bookingId, token)).to.include({ status: "confirmed", region: eu });
  });

  it("is confirmed where it is asked for once places have been sent there", async () => {
    const token = await customer();
    const { slotId } = await offered(eu, 100);
    await until(async () => {
      const bookingId = await accepted({ region: us, token, slots: [{ slotId, units: 1 }] });
      return (await settled(us, bookingId, token)).region === us ? true : undefined;
    });
  });

  it("is cancelled everywhere, from any region, and its places can be sold again", async () => {
    const token = await customer();
    const { itemId, slotId } = await offered(eu, 3);
    const bookingId = await accepted({ region: eu, token, slots: [{ slotId, units: 3 }] });
    expect(await settled(us, bookingId, token)).to.include({ status: "confirmed" });
    for (const time of ["once", "again"]) {
      const { status } = await call(us, `/bookings/${bookingId}`, { method: "DELETE", token });
      expect(status, time).to.equal(202);
    }
    for (const region of regions) {
      await until(async () => ((await settled(region, bookingId, token)).status === "cancelled" ? true : undefined));
      await untilAvailable(region, itemId, token, 3);
    }
    const next = await accepted({ region: eu, token, slots: [{ slotId, units: 3 }] });
    expect(await settled(eu, next, token)).to.include({ status: "confirmed" });
  });

  it("is prolonged from any region, once for each key", async () => {
    const token = await customer();
    const [night, nextNight] = [await offered(eu, 2), await offered(eu, 2)];
    const bookingId = await accepted({ region: eu, token, slots: [{ slotId: night.slotId, units: 1 }] });
    expect(await settled(us, bookingId, token)).to.include({ status: "confirmed" });
    const slots = [{ slotId: nextNight.slotId, units: 1 }];
    const prolong = async (region: string, key: string) =>
      await call(region, `/bookings/${bookingId}/prolong`, {
        ...{ method: "POST", token, body: JSON.stringify({ slots }) },
        headers: { "Idempotency-Key": key, "Content-Type": "application/json" },
      });
    expect((await prolong(us, "another-night")).status).to.equal(202);
    expect((await prolong(us, "another-night")).status).to.equal(202);
    for (const region of regions) {
      await until(async () => {
        const [prolongation, ...others] = (await settled(region, bookingId, token)).prolongations ?? [];
        expect(others).to.be.empty;
        return prolongation?.status === "confirmed" ? true : undefined;
      });
    }
    await untilAvailable(us, nextNight.itemId, token, 1);
  });

  it("cannot be prolonged or cancelled when it was rejected", async () => {
    const token = await customer();
    const { slotId } = await offered(eu, 1);
    const bookingId = await accepted({ region: eu, token, slots: [{ slotId, units: 2 }] });
    expect(await settled(eu, bookingId, token)).to.include({ status: "rejected", reason: "sold-out" });
    const { status, body } = await call(eu, `/bookings/${bookingId}`, { method: "DELETE", token });
    expect(status).to.equal(409);
    expect(body).to.include({ type: "urn:berth:problem:not-confirmed" });
  });

  it("is nobody else's", async () => {
    const token = await customer();
    const { slotId } = await offered(eu, 5);
    const bookingId = await accepted({ region: eu, token, slots: [{ slotId, units: 1 }] });
    const stranger = await customer();
    expect((await call(eu, `/bookings/${bookingId}`, { token: stranger })).status).to.equal(404);
    await settled(eu, bookingId, token);
    expect((await call(eu, `/bookings/${bookingId}`, { token: stranger })).status).to.equal(404);
  });

  it("leaves no item written by two regions, and no dead letter", async () => {
    const { machine } = await running();
    await machine.replication.settled();
    expect(machine.replication.conflicts).to.be.empty;
    for (const region of regions) {
      const { queues } = machine.region(region).sqs;
      for (const name of await queues.names()) {
        if (!/dead-letters|failures/.test(name)) continue;
        const queue = await queues.read(name);
        expect(queue?.attributes, name).to.include({
          ApproximateNumberOfMessages: "0",
          ApproximateNumberOfMessagesNotVisible: "0",
        });
      }
    }
  });
});
