import { expect } from "chai";
import { listBookings } from "../../../../functions/booking/read/bookings.ts";
import { cursorOf } from "../../../../functions/runtime/page.ts";
import { keyReused, newClaim } from "../../../../functions/ledger/claim.ts";
import { InvalidRequest } from "../../../../functions/runtime/problem.ts";
import { ireland, requestFor, unitsOf, virginia } from "../../ledger/samples.ts";
import { startTable } from "../../table.ts";
import type { TestTable } from "../../table.ts";

const minute = (index: number) => new Date(Date.parse("2030-01-01T12:00:00.000Z") + 60_000 * index).toISOString();

describe("a customer's bookings", () => {
  let table: TestTable;
  before(async () => {
    table = await startTable();
  });
  after(() => table.stop());

  const list = (customerId: string, query: Record<string, string> = {}) =>
    listBookings(table, customerId, new URLSearchParams(query));

  it("are none of a customer who has asked for nothing", async () => {
    expect(await list("nobody")).to.deep.equal({ bookings: [] });
  });

  it("come each once, a page at a time, however many claims there are for them, and nobody else's", async () => {
    const requests = Array.from({ length: 60 }, (_, index) =>
      requestFor({ customerId: "many", idempotencyKey: `key-${index}` }),
    );
    for (const [index, request] of requests.entries()) {
      await table.put([
        newClaim(request, ireland, minute(index), { status: "rejected", reason: "sold-out" }),
        newClaim(request, virginia, minute(index + 1), { status: "confirmed" }),
        newClaim({ ...request, part: "0123456789abcdef" }, virginia, minute(index + 2), { status: "confirmed" }),
      ]);
    }
    await table.put([newClaim(requestFor({ customerId: "other" }), ireland, minute(0), { status: "confirmed" })]);

    const seen: string[] = [];
    let pages = 0;
    for (let cursor: string | undefined = ""; cursor !== undefined; pages += 1) {
      const page = await list("many", cursor === "" ? {} : { cursor });
      const times = page.bookings.map(({ requestedAt = "" }) => requestedAt);
      expect(times, "the latest first").to.deep.equal(times.toSorted().reverse());
      for (const booking of page.bookings) {
        expect(booking).to.include({ status: "confirmed", region: virginia });
        expect(booking.prolongations).to.have.length(1);
        seen.push(booking.bookingId);
      }
      cursor = page.cursor;
    }
    expect(seen).to.have.members(requests.map(({ bookingId }) => bookingId));
    expect(seen).to.have.length(60);
    expect(pages).to.equal(3);
  });

  it("say of a key that was used twice what became of both", async () => {
    const first = requestFor({ customerId: "twice" });
    const second = requestFor({ customerId: "twice", slots: [unitsOf("other", 2)] });
    await table.put([
      newClaim(first, ireland, minute(1), { status: "confirmed" }),
      keyReused(second, ireland, minute(2)),
    ]);
    const { bookings } = await list("twice", { limit: "1" });
    expect(bookings.map(({ bookingId, status, reason }) => ({ bookingId, status, reason }))).to.deep.equal([
      { bookingId: second.bookingId, status: "rejected", reason: "idempotency-key-reused" },
      { bookingId: first.bookingId, status: "confirmed", reason: undefined },
    ]);
  });

  it("refuses a limit and a cursor that no page gave, naming each", async () => {
    for (const cursor of ["x", cursorOf("SLOT#2030"), cursorOf("")]) {
      const error = await list("many", { limit: "0", cursor }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(InvalidRequest);
      expect((error as InvalidRequest).errors.map(({ field }) => field)).to.deep.equal(["limit", "cursor"]);
    }
  });
});
