import { expect } from "chai";
import { readBooking } from "../../../../functions/booking/read/booking.ts";
import { bookingIdOf, prolongationPart } from "../../../../functions/ledger/booking-id.ts";
import { keyReused, newClaim } from "../../../../functions/ledger/claim.ts";
import { DynamoDbStore } from "../../../../functions/operations/dynamodb-store.ts";
import { InvalidRequest, NotFound } from "../../../../functions/runtime/problem.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

const now = () => new Date("2030-01-01T00:00:00.000Z");
const slots = [{ slotId: "s", units: 1 }];
const never = () => Promise.reject(new Error("nobody waits here"));

describe("reading", () => {
  let table: TestTable;
  let store: DynamoDbStore;
  before(async () => {
    table = await startTable();
    store = new DynamoDbStore(table.client, table.name);
  });
  after(() => table.stop());

  describe("a booking", () => {
    const bookingId = bookingIdOf({ customerId: "c1", idempotencyKey: "k", slots });
    const request = { customerId: "c1", bookingId, part: "0", slots, correlationId: "correlation", search: undefined };
    const at = now().toISOString();
    const read = (id: string) => readBooking({ store, now, sleep: never }, { customerId: "c1", bookingId: id });

    it("finds nobody's booking for a foreign, an invented and a malformed id", async () => {
      for (const id of [bookingIdOf({ customerId: "c2", idempotencyKey: "k", slots }), "0".repeat(32), "x"]) {
        expect(await read(id).catch((reason: unknown) => reason), id).to.be.instanceOf(NotFound);
      }
    });

    it("finds it pending, then what any region recorded of it", async () => {
      expect(await read(bookingId)).to.deep.equal({ bookingId, status: "pending" });
      await table.put([newClaim(request, "eu-west-1", at, { status: "rejected", reason: "sold-out" })]);
      expect(await read(bookingId)).to.include({ status: "rejected", reason: "sold-out" });
      await table.put([newClaim(request, "us-east-1", at, { status: "confirmed" })]);
      const confirmed = { bookingId, status: "confirmed", region: "us-east-1", slots, requestedAt: at };
      expect(await read(bookingId)).to.deep.equal(confirmed);
    });

    it("finds its prolongations with it", async () => {
      const prolongation = { ...request, part: prolongationPart(bookingId, "more") };
      await table.put([newClaim(prolongation, "eu-west-1", at, { status: "confirmed" })]);
      expect((await read(bookingId)).prolongations).to.deep.equal([
        { status: "confirmed", region: "eu-west-1", slots },
      ]);
    });

    it("tells that the key was used for another booking", async () => {
      const others = [{ slotId: "other", units: 1 }];
      const reused = bookingIdOf({ customerId: "c1", idempotencyKey: "k", slots: others });
      await table.put([keyReused({ ...request, bookingId: reused, slots: others }, "eu-west-1", at)]);
      expect(await read(reused)).to.include({
        status: "rejected",
        reason: "idempotency-key-reused",
      });
    });
  });

  describe("a booking, as long as it is pending", () => {
    const [asked] = [[{ slotId: "w", units: 1 }]];
    const bookingId = bookingIdOf({ customerId: "c9", idempotencyKey: "wait", slots: asked });
    const claim = { customerId: "c9", bookingId, part: "0", slots: asked, correlationId: "c", search: undefined };
    let time: number;
    let sleeps: number[];
    let settledAfter: number;
    const wait = (seconds: string) =>
      readBooking(
        {
          store,
          now: () => new Date(time),
          sleep: async (pause) => {
            sleeps.push(pause);
            time += pause;
            if (sleeps.length === settledAfter) {
              await table.put([newClaim(claim, "eu-west-1", now().toISOString(), { status: "confirmed" })]);
            }
          },
        },
        { customerId: "c9", bookingId },
        new URLSearchParams({ waitSeconds: seconds }),
      );
    beforeEach(() => {
      time = 0;
      sleeps = [];
      settledAfter = Infinity;
    });

    it("is read again, less and less often, until the time is over", async () => {
      expect((await wait("3")).status).to.equal("pending");
      expect(sleeps).to.deep.equal([100, 200, 400, 800, 1000, 500]);
    });

    it("is not waited for without being asked", async () => {
      expect((await wait("0")).status).to.equal("pending");
      expect(sleeps).to.deep.equal([]);
    });

    it("is answered as soon as it is settled", async () => {
      settledAfter = 2;
      expect((await wait("5")).status).to.equal("confirmed");
      expect(sleeps).to.deep.equal([100, 200]);
    });

    it("is waited for 5 seconds at most, whole ones", async () => {
      for (const seconds of ["6", "-1", "1.5", "", "x"]) {
        const error = await wait(seconds).catch((reason: unknown) => reason);
        expect(error, seconds).to.be.instanceOf(InvalidRequest);
        expect((error as InvalidRequest).errors).to.deep.equal([
          { field: "waitSeconds", rule: "integer-from-0-to-5", value: seconds },
        ]);
      }
    });
  });
});
