import { expect } from "chai";
import {
  acceptBooking,
  acceptCancellation,
  acceptProlongation,
} from "../../../../functions/booking/accept/accept-booking.ts";
import type { BookingMessage } from "../../../../functions/booking/message.ts";
import { bookingMessage } from "../../../../functions/booking/message.ts";
import type { SlotUnits } from "../../../../functions/ledger/booking-id.ts";
import { bookingIdOf, prolongationPart } from "../../../../functions/ledger/booking-id.ts";
import { newClaim } from "../../../../functions/ledger/claim.ts";
import type { Outcome } from "../../../../functions/ledger/claim.ts";
import { bornWhole } from "../../../../functions/ledger/slot.ts";
import { DynamoDbStore } from "../../../../functions/operations/dynamodb-store.ts";
import { IdempotencyKeyReused, InvalidRequest, NotConfirmed, NotFound } from "../../../../functions/runtime/problem.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

const now = () => new Date("2030-01-01T12:00:00.000Z");
const correlationId = "correlation-1";
const item = { itemId: "tour-1" };

describe("accepting", () => {
  let table: TestTable;
  let store: DynamoDbStore;
  let sent: { message: BookingMessage; correlationId: string }[];
  before(async () => {
    table = await startTable();
    store = new DynamoDbStore(table.client, table.name);
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

  const send = (message: BookingMessage, correlationId: string) => {
    sent.push({ message, correlationId });
    return Promise.resolve();
  };
  const failing = () => Promise.reject(new Error("no queue"));
  const failureOf = (accepted: Promise<unknown>) => accepted.catch((reason: unknown) => reason);

  function accept(idempotencyKey: string, slots: SlotUnits[], customerId = "c1") {
    return acceptBooking({ store, send, now }, { customerId, idempotencyKey, slots, correlationId });
  }

  /** What the table holds once a region has recorded a part of the customer's booking. */
  async function record(
    idempotencyKey: string,
    slots: SlotUnits[],
    { region = "eu-west-1", part = "0", ...became }: { region?: string; part?: string } & Outcome = {
      status: "confirmed",
    },
  ): Promise<string> {
    const bookingId = bookingIdOf({ customerId: "c1", idempotencyKey, slots });
    const request = { customerId: "c1", bookingId, part, slots, correlationId };
    await table.put([newClaim(request, region, now().toISOString(), became)]);
    return bookingId;
  }

  describe("a booking", () => {
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
        kind: "claim",
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
      const bookingId = await record("claimed", slots, { region: "us-east-1", status: "confirmed" });
      expect(await accept("claimed", slots)).to.deep.equal({ bookingId, part: "0", queued: false });
      expect(sent).to.deep.equal([]);
    });

    it("refuses a key that is known to stand for other slots or other units, and queues nothing", async () => {
      await record("used", [{ slotId: "next", units: 1 }]);
      for (const slots of [[{ slotId: "later", units: 1 }], [{ slotId: "next", units: 2 }]]) {
        expect(await accept("used", slots).catch((reason: unknown) => reason)).to.be.instanceOf(IdempotencyKeyReused);
      }
      expect(sent).to.deep.equal([]);
      expect((await accept("used", [{ slotId: "later", units: 1 }], "c2")).queued).to.equal(true);
    });

    it("fails, so that the client sends it again, if the queue does not take it", async () => {
      const request = {
        customerId: "c1",
        idempotencyKey: "lost",
        slots: [{ slotId: "next", units: 1 }],
        correlationId,
      };
      expect(await failureOf(acceptBooking({ store, send: failing, now }, request))).to.have.property(
        "message",
        "no queue",
      );
    });
  });

  describe("a prolongation", () => {
    const more = [{ slotId: "later", units: 2 }];
    const prolong = (bookingId: string, idempotencyKey: string, slots: SlotUnits[] = more, customerId = "c1") =>
      acceptProlongation({ store, send, now }, { customerId, bookingId, idempotencyKey, slots, correlationId });
    let bookingId: string;
    before(async () => {
      bookingId = await record("prolonged", [{ slotId: "next", units: 1 }]);
    });

    it("queues it as a part of its own that claiming understands, the same however often it is asked for", async () => {
      const part = prolongationPart(bookingId, "more");
      expect(await prolong(bookingId, "more")).to.deep.equal({ bookingId, part, queued: true });
      const [first] = sent;
      expect(first?.message).to.deep.include({ kind: "claim", customerId: "c1", bookingId, part, slots: more });
      expect(bookingMessage.parse(first?.message)).to.deep.equal(first?.message);
      await prolong(bookingId, "more");
      expect(sent[1]).to.deep.equal(first);
      expect((await prolong(bookingId, "yet more")).part).not.to.equal(part);
    });

    it("does not queue again what was claimed, and refuses its key for other slots", async () => {
      const part = prolongationPart(bookingId, "claimed");
      const request = { customerId: "c1", bookingId, part, slots: more, correlationId };
      await table.put([newClaim(request, "us-east-1", now().toISOString(), { status: "confirmed" })]);
      expect(await prolong(bookingId, "claimed")).to.include({ queued: false });
      const others = [{ slotId: "later", units: 3 }];
      expect(await failureOf(prolong(bookingId, "claimed", others))).to.be.instanceOf(IdempotencyKeyReused);
      expect(sent).to.deep.equal([]);
    });

    it("refuses slots that are unknown or have begun", async () => {
      for (const slotId of ["nowhere", "begun"]) {
        expect(await failureOf(prolong(bookingId, "bad", [{ slotId, units: 1 }]))).to.be.instanceOf(InvalidRequest);
      }
      expect(sent).to.deep.equal([]);
    });

    it("refuses to prolong what is pending, rejected or cancelled, and says which", async () => {
      const slots = [{ slotId: "next", units: 1 }];
      const pending = bookingIdOf({ customerId: "c1", idempotencyKey: "never asked for", slots });
      const rejected = await record("rejected", slots, { status: "rejected", reason: "sold-out" });
      const cancelled = await record("cancelled", slots, { status: "cancelled" });
      for (const [id, status] of Object.entries({
        [pending]: "pending",
        [rejected]: "rejected",
        [cancelled]: "cancelled",
      })) {
        expect(await failureOf(prolong(id, "more")))
          .to.be.instanceOf(NotConfirmed)
          .with.property("message", `booking ${id} is ${status}`);
      }
      expect(sent).to.deep.equal([]);
    });

    it("finds nobody's booking for a foreign, an invented and a malformed id", async () => {
      expect(await failureOf(prolong(bookingId, "more", more, "c2"))).to.be.instanceOf(NotFound);
      for (const id of ["0".repeat(32), "x"]) expect(await failureOf(prolong(id, "more"))).to.be.instanceOf(NotFound);
    });
  });

  describe("a cancellation", () => {
    const slots = [{ slotId: "next", units: 1 }];
    const cancel = (bookingId: string, customerId = "c1") =>
      acceptCancellation({ store, send, now }, { customerId, bookingId, correlationId });
    const search = { origin: "eu-west-1", asked: {}, hops: 1 };
    const outcomes: Outcome[] = [{ status: "confirmed" }, { status: "forwarded", to: "us-east-1", search }];

    for (const became of outcomes) {
      it(`queues one message that claiming understands, for a booking that is ${became.status}`, async () => {
        const bookingId = await record(`to be cancelled, ${became.status}`, slots, became);
        expect(await cancel(bookingId)).to.deep.equal({ bookingId, queued: true });
        const acceptedAt = "2030-01-01T12:00:00.000Z";
        const message = { version: 1, kind: "cancel", customerId: "c1", bookingId, acceptedAt };
        expect(sent).to.deep.equal([{ message, correlationId }]);
        expect(bookingMessage.parse(sent[0]?.message)).to.deep.equal(message);
      });
    }

    it("cancels a booking whose slot has begun", async () => {
      const bookingId = await record("begun", [{ slotId: "begun", units: 1 }]);
      expect(await cancel(bookingId)).to.include({ queued: true });
    });

    it("does not queue again what is cancelled, wherever that was", async () => {
      const bookingId = await record("twice", slots);
      await record("twice", slots, { region: "us-east-1", status: "cancelled" });
      expect(await cancel(bookingId)).to.deep.equal({ bookingId, queued: false });
      expect(sent).to.deep.equal([]);
    });

    it("refuses what is not known here yet, and what was rejected", async () => {
      const rejected = await record("was rejected", slots, { status: "rejected", reason: "sold-out" });
      const unknown = bookingIdOf({ customerId: "c1", idempotencyKey: "unknown", slots });
      for (const id of [rejected, unknown]) expect(await failureOf(cancel(id))).to.be.instanceOf(NotConfirmed);
      expect(sent).to.deep.equal([]);
    });

    it("finds nobody's booking for a foreign, an invented and a malformed id", async () => {
      const bookingId = await record("mine", slots);
      expect(await failureOf(cancel(bookingId, "c2"))).to.be.instanceOf(NotFound);
      for (const id of ["0".repeat(32), "x"]) expect(await failureOf(cancel(id))).to.be.instanceOf(NotFound);
      expect(sent).to.deep.equal([]);
    });
  });
});
