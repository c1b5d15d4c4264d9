import { expect } from "chai";
import fc from "fast-check";
import { bookingOf } from "../../../../functions/booking/read/booking.ts";
import { claimsFrom, keyReused } from "../../../../functions/ledger/claim.ts";
import type { Outcome } from "../../../../functions/ledger/claim.ts";
import { claimFor, ireland, noon, requestFor, sydney, unitsOf, virginia } from "../../ledger/samples.ts";

const request = requestFor();
const { bookingId, slots } = request;
const before = "2030-01-01T11:59:59.000Z";
const rejected: Outcome = { status: "rejected", reason: "sold-out" };
const forwarded: Outcome = { status: "forwarded", to: virginia, search: { origin: ireland, asked: {}, hops: 1 } };
const part = "0123456789abcdef";
const prolongation = { ...request, part, slots: [unitsOf("t", 2)] };
const read = (...claims: Parameters<typeof bookingOf>[1]) => bookingOf(bookingId, claims);

describe("a booking as it is read", () => {
  it("is pending while no region has recorded it", () => {
    expect(read()).to.deep.equal({ bookingId, status: "pending" });
  });

  it("is pending, its slots known, while it is on its way to another region", () => {
    expect(read(claimFor(request, forwarded))).to.deep.equal({
      bookingId,
      status: "pending",
      slots,
      requestedAt: noon,
    });
  });

  it("is confirmed in the region that claimed it", () => {
    expect(read(claimFor(request))).to.deep.equal({
      bookingId,
      status: "confirmed",
      region: ireland,
      slots,
      requestedAt: noon,
    });
  });

  it("is rejected with its reason", () => {
    expect(read(claimFor(request, { region: virginia, ...rejected }))).to.deep.equal({
      ...{ bookingId, status: "rejected", region: virginia, slots, reason: "sold-out", requestedAt: noon },
    });
  });

  it("is cancelled, whatever another region still says of it", () => {
    expect(read(claimFor(request), claimFor(request, { region: virginia, status: "cancelled" }))).to.deep.equal({
      ...{ bookingId, status: "cancelled", region: virginia, slots, requestedAt: noon },
    });
  });

  it("is rejected with its own slots if its key stands for another booking", () => {
    const other = requestFor({ slots: [unitsOf("other")] });
    expect(read(claimFor(other), ...claimsFrom([keyReused(request, sydney, noon)]))).to.deep.equal({
      ...{ bookingId, status: "rejected", region: sydney, slots, reason: "idempotency-key-reused", requestedAt: noon },
    });
  });

  it("is told from its own claim, whatever else was asked for under its key", () => {
    const other = requestFor({ slots: [unitsOf("other")] });
    expect(read(claimFor(other), claimFor(request, rejected))).to.include({ status: "rejected", reason: "sold-out" });
    expect(read(claimFor(other))).to.deep.equal({ bookingId, status: "pending" });
  });

  it("is confirmed if any region confirmed it, though another rejected it earlier", () => {
    const claims = [claimFor(request, { region: virginia, claimedAt: before, ...rejected }), claimFor(request)];
    expect(read(...claims)).to.include({ status: "confirmed", region: ireland });
  });

  it("is the earliest of several confirmed claims, and of equally early ones the first by region", () => {
    const [late, early, asEarly] = [
      claimFor(request, { region: sydney }),
      claimFor(request, { region: virginia, claimedAt: before }),
      claimFor(request, { region: ireland, claimedAt: before }),
    ];
    expect(read(late, early, asEarly)).to.include({ region: ireland });
  });

  it("has its prolongations, each with an outcome of its own", () => {
    const another = { ...prolongation, part: "fedcba9876543210" };
    const claims = [claimFor(another, rejected), claimFor(prolongation, { region: virginia }), claimFor(request)];
    expect(read(...claims)).to.deep.equal({
      ...{ bookingId, status: "confirmed", region: ireland, slots, requestedAt: noon },
      prolongations: [
        { status: "confirmed", region: virginia, slots: prolongation.slots },
        { status: "rejected", region: ireland, slots: prolongation.slots, reason: "sold-out" },
      ],
    });
  });

  it("takes its prolongations with it when it is cancelled", () => {
    const found = read(claimFor(prolongation), claimFor(request, { status: "cancelled" }));
    expect(found.prolongations).to.deep.equal([{ status: "cancelled", region: ireland, slots: prolongation.slots }]);
  });

  it("is the same in whatever order the claims are read", () => {
    const recorded = fc.record({
      idempotencyKey: fc.constantFrom("key", "another"),
      became: fc.constantFrom<Outcome>({ status: "confirmed" }, rejected, forwarded),
      region: fc.constantFrom<string>(ireland, virginia, sydney),
      claimedAt: fc.constantFrom(before, noon),
    });
    const list = fc.uniqueArray(recorded, { selector: ({ idempotencyKey, region }) => `${idempotencyKey} ${region}` });
    fc.assert(
      fc.property(list, (all) => {
        const claims = all.map(({ idempotencyKey, became, region, claimedAt }) =>
          claimFor(requestFor({ idempotencyKey }), { region, claimedAt, ...became }),
        );
        const [one, other] = [read(...claims), read(...claims.toReversed())];
        expect(other.status).to.equal(one.status);
        // Of several that rejected it any may be named.
        if (one.status !== "rejected") expect(other).to.deep.equal(one);
      }),
    );
  });
});
