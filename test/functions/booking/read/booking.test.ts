import { expect } from "chai";
import fc from "fast-check";
import { bookingOf } from "../../../../functions/booking/read/booking.ts";
import type { Claim } from "../../../../functions/ledger/claim.ts";

const slots = [{ slotId: "s", units: 1 }];
const confirmed: Claim = {
  bookingId: "id",
  status: "confirmed",
  slots,
  region: "eu-west-1",
  claimedAt: "2030-01-01T00:00:02.000Z",
  version: 1,
};
const rejected: Claim = {
  ...confirmed,
  status: "rejected",
  reason: "sold-out",
  region: "us-east-1",
  claimedAt: "2030-01-01T00:00:01.000Z",
};
const another: Claim = { ...confirmed, bookingId: "another", region: "ap-southeast-2" };

describe("a booking as it is read", () => {
  it("is pending while no region has recorded it", () => {
    expect(bookingOf("id", [])).to.deep.equal({ bookingId: "id", status: "pending" });
  });

  it("is confirmed in the region that claimed it", () => {
    expect(bookingOf("id", [confirmed])).to.deep.equal({
      bookingId: "id",
      status: "confirmed",
      region: "eu-west-1",
      slots,
    });
  });

  it("is rejected with its reason", () => {
    expect(bookingOf("id", [rejected])).to.deep.equal({
      bookingId: "id",
      status: "rejected",
      region: "us-east-1",
      slots,
      reason: "sold-out",
    });
  });

  it("is rejected, its slots unknown, if its key stands for another booking", () => {
    expect(bookingOf("id", [another])).to.deep.equal({
      bookingId: "id",
      status: "rejected",
      region: "ap-southeast-2",
      reason: "idempotency-key-reused",
    });
  });

  it("is told from its own claim, whatever else was asked for under its key", () => {
    expect(bookingOf("id", [another, rejected])).to.include({ status: "rejected", reason: "sold-out" });
  });

  it("is confirmed if any region confirmed it, though another rejected it earlier", () => {
    expect(bookingOf("id", [rejected, confirmed])).to.include({ status: "confirmed", region: "eu-west-1" });
  });

  it("is the earliest of several confirmed claims, and of equally early ones the first by region", () => {
    const later = { ...confirmed, region: "ap-southeast-2", claimedAt: "2030-01-01T00:00:03.000Z" };
    const asEarly = { ...confirmed, region: "us-east-1" };
    expect(bookingOf("id", [later, asEarly, confirmed])).to.include({ region: "eu-west-1" });
  });

  it("is the same in whatever order the claims are read", () => {
    const claim = fc.record({
      bookingId: fc.constantFrom("id", "another"),
      status: fc.constantFrom("confirmed" as const, "rejected" as const),
      slots: fc.constant(slots),
      region: fc.constantFrom("eu-west-1", "us-east-1", "ap-southeast-2"),
      claimedAt: fc.constantFrom("2030-01-01T00:00:01.000Z", "2030-01-01T00:00:02.000Z"),
      version: fc.constant(1),
    });
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 5 }), (claims) => {
        expect(bookingOf("id", [...claims].reverse())).to.deep.equal(bookingOf("id", claims));
      }),
    );
  });
});
