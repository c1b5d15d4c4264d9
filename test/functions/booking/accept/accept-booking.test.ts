import { expect } from "chai";
import { acceptBooking } from "../../../../functions/booking/accept/accept-booking.ts";
import type { BookingMessage } from "../../../../functions/booking/message.ts";
import { bookingMessage } from "../../../../functions/booking/message.ts";
import { bookingIdOf } from "../../../../functions/ledger/booking-id.ts";
import { claimTransaction } from "../../../../functions/ledger/claim.ts";
import { bornWhole } from "../../../../functions/ledger/slot.ts";
import { IdempotencyKeyReused, InvalidRequest } from "../../../../functions/runtime/problem.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

const now = () => new Date("2030-01-01T12:00:00.000Z");
const correlationId = "correlation-1";
const item = { itemId: "tour-1" };

describe("accepting a booking", () => {
  let table: TestTable;
  let sent: { message: BookingMessage; correlationId: string }[];
  before(async () => {
    table = await startTable();
    await table.put([
      ...bornWhole({
        slot: { slotId: "next", startsAt: "2030-01-01T12:00:00.001Z", capacity: 10 },
        item,
        region: "eu-west-1",
      }),
      ...bornWhole({
        slot: { slotId: "later", startsAt: "2031-01-01T12:00:00Z", capacity: 10 },
        item,
        region: "us-east-1",
      }),
      ...bornWhole({
        slot: { slotId: "begun", startsAt: "2030-01-01T12:00:00Z", capacity: 10 },
        item,
        region: "eu-west-1",
      }),
    ]);
  });
  beforeEach(() => {
    sent = [];
  });
  after(() => table.stop());

  function accept(idempotencyKey: string, slots: { slotId: string; units: number }[], customerId = "c1") {
    const send = (message: BookingMessage, correlationId: string) => {
      sent.push({ message, correlationId });
      return Promise.resolve();
    };
    return acceptBooking({ table, send, now }, { customerId, idempotencyKey, slots, correlationId });
  }

  /** What the table holds once a region has claimed the booking. */
  function claimOf(idempotencyKey: string, slots: { slotId: string; units: number }[], region: string) {
    const bookingId = bookingIdOf({ customerId: "c1", idempotencyKey, slots });
    const request = { customerId: "c1", bookingId, part: "0", slots, region, claimedAt: now().toISOString() };
    return claimTransaction(table.name, request).TransactItems?.at(-1)?.Put?.Item ?? {};
  }

  it("queues one message that claiming understands, with the correlation id, and writes nothing", async () => {
    const before = await table.all();
    const slots = [
      { slotId: "next", units: 1 },
      { slotId: "later", units: 2 },
    ];
    const { bookingId, queued } = await accept("fresh", slots);
    expect(queued).to.equal(true);
    expect(bookingId).to.equal(bookingIdOf({ customerId: "c1", idempotencyKey: "fresh", slots }));
    const message = {
      version: 1,
      bookingId,
      customerId: "c1",
      part: "0",
      slots: [
        { slotId: "later", units: 2 },
        { slotId: "next", units: 1 },
      ],
      acceptedAt: "2030-01-01T12:00:00.000Z",
    };
    expect(sent).to.deep.equal([{ message, correlationId }]);
    expect(bookingMessage.parse(JSON.parse(JSON.stringify(sent[0]?.message)))).to.deep.equal(message);
    expect(await table.all()).to.have.deep.members(before);
  });

  it("gives the same id to the same request however often it comes", async () => {
    const one = await accept("again", [{ slotId: "next", units: 1 }]);
    const two = await accept("again", [{ slotId: "next", units: 1 }]);
    expect(two.bookingId).to.equal(one.bookingId);
    expect((await accept("again", [{ slotId: "next", units: 1 }], "c2")).bookingId).not.to.equal(one.bookingId);
  });

  it("names every slot that is unknown or has begun, and queues nothing", async () => {
    const error = await accept("bad", [
      { slotId: "nowhere", units: 1 },
      { slotId: "next", units: 1 },
      { slotId: "begun", units: 1 },
    ]).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(InvalidRequest);
    expect((error as InvalidRequest).errors).to.deep.equal([
      { field: "slots[0].slotId", rule: "unknown-slot", value: "nowhere" },
      { field: "slots[2].slotId", rule: "slot-in-the-past", value: "begun" },
    ]);
    expect(sent).to.deep.equal([]);
  });

  it("does not queue again what a region has claimed, even another region, even once its slot has begun", async () => {
    const slots = [{ slotId: "begun", units: 1 }];
    await table.put([claimOf("claimed", slots, "us-east-1")]);
    expect(await accept("claimed", slots)).to.deep.equal({
      bookingId: bookingIdOf({ customerId: "c1", idempotencyKey: "claimed", slots }),
      queued: false,
    });
    expect(sent).to.deep.equal([]);
  });

  it("refuses a key that is known to stand for other slots or other units, and queues nothing", async () => {
    await table.put([claimOf("used", [{ slotId: "next", units: 1 }], "eu-west-1")]);
    for (const slots of [[{ slotId: "later", units: 1 }], [{ slotId: "next", units: 2 }]]) {
      expect(await accept("used", slots).catch((reason: unknown) => reason)).to.be.instanceOf(IdempotencyKeyReused);
    }
    expect(sent).to.deep.equal([]);
    expect((await accept("used", [{ slotId: "later", units: 1 }], "c2")).queued).to.equal(true);
  });

  it("fails, so that the client sends it again, if the queue does not take it", async () => {
    const send = () => Promise.reject(new Error("no queue"));
    const request = { customerId: "c1", idempotencyKey: "lost", slots: [{ slotId: "next", units: 1 }], correlationId };
    const error = await acceptBooking({ table, send, now }, request).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(Error).with.property("message", "no queue");
  });
});
