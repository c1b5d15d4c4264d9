import { expect } from "chai";
import {
  changedClaim,
  claimsFrom,
  isFor,
  keyReused,
  newClaim,
  saysKeyReused,
  storedClaim,
} from "../../../functions/ledger/claim.ts";
import type { Outcome } from "../../../functions/ledger/claim.ts";
import { requestOf } from "../../../functions/ledger/booking-id.ts";
import { claimFor, ireland, noon, requestFor, unitsOf, virginia } from "./samples.ts";

const slots = [unitsOf("b", 2), unitsOf("a")];
const request = requestFor({ slots });
const outcomes: Outcome[] = [
  { status: "confirmed" },
  { status: "forwarded", to: virginia, search: { origin: ireland, asked: { [ireland]: [0, 3] }, hops: 2 } },
  { status: "rejected", reason: "sold-out" },
  { status: "released", winner: virginia },
  { status: "cancelled" },
];

describe("a claim", () => {
  it("is recorded under its customer, request, part and region, with its slots in their one order", () => {
    expect(newClaim(request, ireland, noon, { status: "confirmed" })).to.deep.equal({
      pk: "CUSTOMER#customer",
      sk: `BOOKING#${requestOf(request.bookingId)}#0#eu-west-1`,
      customerId: "customer",
      bookingId: request.bookingId,
      part: "0",
      slots: [unitsOf("a"), unitsOf("b", 2)],
      region: ireland,
      correlationId: "correlation",
      claimedAt: noon,
      version: 1,
      status: "confirmed",
    });
  });

  for (const outcome of outcomes) {
    it(`is read as it was written when it is ${outcome.status}`, () => {
      const item = newClaim(request, ireland, noon, outcome);
      expect(claimsFrom([item])[0]).to.deep.include(outcome);
    });
  }

  it("is not read at all if it is no claim", () => {
    const item = newClaim(request, ireland, noon, { status: "confirmed" });
    for (const wrong of [{ status: "lost" }, { region: 1 }, { slots: [{ slotId: "a" }] }, { status: "rejected" }]) {
      expect(storedClaim.safeParse({ ...item, ...wrong }).success, JSON.stringify(wrong)).to.be.false;
    }
  });

  it("gets a new version at each change, keeps what it is for, and forgets what it was", () => {
    const before = claimFor(request, {
      status: "forwarded",
      to: virginia,
      search: { origin: ireland, asked: {}, hops: 1 },
    });
    const after = changedClaim(before, { status: "cancelled" });
    expect(after).to.deep.equal({ ...newClaim(request, ireland, noon, { status: "cancelled" }), version: 2 });
    const [again] = claimsFrom([after]);
    expect(again && changedClaim(again, { status: "cancelled" }).version).to.equal(3);
  });

  it("is for the same part of the same booking with the same slots, in any order", () => {
    const claim = claimFor(request);
    expect(isFor(claim, { ...request, slots: slots.toReversed() })).to.be.true;
    expect(isFor(claim, { ...request, part: "0123456789abcdef" })).to.be.false;
    expect(isFor(claim, { ...request, bookingId: "0".repeat(32) })).to.be.false;
    for (const others of [
      [unitsOf("a")],
      [...slots, unitsOf("c")],
      [unitsOf("a"), unitsOf("b")],
      [unitsOf("a"), unitsOf("c", 2)],
    ]) {
      expect(isFor(claim, { ...request, slots: others }), JSON.stringify(others)).to.be.false;
    }
  });

  it("that only says that a key was used lies beside the claim for which the key stands, one for each payload", () => {
    const standing = newClaim(request, ireland, noon, { status: "confirmed" });
    const others = [[unitsOf("c")], [unitsOf("c", 2)]].map((other) =>
      keyReused(requestFor({ slots: other }), ireland, noon),
    );
    expect(new Set([standing, ...others].map(({ pk }) => pk)).size).to.equal(1);
    expect(new Set([standing, ...others].map(({ sk }) => sk)).size).to.equal(3);
    for (const { sk } of others) expect(sk).to.match(/#0~[0-9a-f]{8}#eu-west-1$/);
    expect(claimsFrom(others).map(saysKeyReused)).to.deep.equal([true, true]);
    expect(claimsFrom(others).map(({ part, status }) => [part, status])).to.deep.equal([
      ["0", "rejected"],
      ["0", "rejected"],
    ]);
    expect(saysKeyReused(claimFor(request))).to.be.false;
    expect(saysKeyReused(claimFor(request, { status: "rejected", reason: "sold-out" }))).to.be.false;
  });
});
