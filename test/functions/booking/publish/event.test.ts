import { expect } from "chai";
import fc from "fast-check";
import { eventOf } from "../../../../functions/booking/publish/event.ts";
import { recordsToPublish } from "../../../../functions/booking/publish/records.ts";
import { bookingEvents } from "../../../../functions/events/booking.ts";
import { rejectionReasons } from "../../../../functions/ledger/claim.ts";
import type { Outcome } from "../../../../functions/ledger/claim.ts";
import { claimFor, ireland, requestFor, virginia } from "../../ledger/samples.ts";

const request = requestFor();
const prolongation = { ...request, part: "0123456789abcdef" };
const { bookingId, customerId, slots } = request;
const at = "2030-01-01T12:00:01.000Z";
const search = { origin: ireland, asked: {}, hops: 1 };
const outcomes: Outcome[] = [
  { status: "confirmed" },
  { status: "forwarded", to: virginia, search },
  { status: "released", winner: virginia },
  { status: "cancelled" },
  ...rejectionReasons.map((reason) => ({ status: "rejected" as const, reason })),
];
const told = (id: string) => ({
  ...{ schema: 1, id: `${bookingId}/${id}`, version: 1, occurredAt: at, region: ireland },
  ...{ correlationId: "correlation", customerId, bookingId },
});

describe("the event of a change to a claim", () => {
  it("says that a booking is confirmed, whether it was forwarded before or not", () => {
    const event = {
      source: "berth.booking",
      type: "BookingConfirmed",
      detail: { ...told("0/confirmed"), part: "0", slots },
    };
    const after = claimFor(request);
    expect(eventOf({ before: undefined, after, at })).to.deep.equal(event);
    const before = claimFor(request, { status: "forwarded", to: virginia, search });
    expect(eventOf({ before, after, at })).to.deep.equal(event);
  });

  it("says that a booking is prolonged", () => {
    expect(eventOf({ before: undefined, after: claimFor(prolongation), at })).to.deep.include({
      type: "BookingProlonged",
      detail: { ...told("0123456789abcdef/confirmed"), part: "0123456789abcdef", slots },
    });
  });

  it("says why a booking, or a prolongation, is rejected", () => {
    for (const { part } of [request, prolongation]) {
      const after = claimFor({ ...request, part }, { status: "rejected", reason: "sold-out" });
      expect(eventOf({ before: undefined, after, at })).to.deep.include({
        type: "BookingRejected",
        detail: { ...told(`${part}/rejected`), part, slots, reason: "sold-out" },
      });
    }
  });

  it("says once that a booking is cancelled: where it was alive, and for its first part", () => {
    const after = claimFor(request, { status: "cancelled" });
    const before = claimFor(request);
    expect(eventOf({ before, after, at })).to.deep.include({ type: "BookingCancelled", detail: told("cancelled") });
    expect(eventOf({ before: undefined, after, at })).to.equal(undefined);
    const rejected = claimFor(request, { status: "rejected", reason: "sold-out" });
    expect(eventOf({ before: rejected, after, at })).to.equal(undefined);
    const part = { before: claimFor(prolongation), after: claimFor(prolongation, { status: "cancelled" }), at };
    expect(eventOf(part)).to.equal(undefined);
  });

  it("has one id for what two regions say of the same part", () => {
    const ids = [ireland, virginia].map(
      (region) => eventOf({ before: undefined, after: claimFor(request, { region }), at })?.detail.id,
    );
    expect(new Set(ids).size).to.equal(1);
  });

  it("is none when only the search has gone on, or the places went to another region's claim", () => {
    for (const outcome of outcomes.filter(({ status }) => status === "forwarded" || status === "released")) {
      expect(eventOf({ before: claimFor(request), after: claimFor(request, outcome), at })).to.equal(undefined);
    }
  });

  it("is none when the status is what it was, and is what its schema says otherwise", () => {
    const outcome = fc.constantFrom(...outcomes);
    fc.assert(
      fc.property(fc.constantFrom(request, prolongation), fc.option(outcome), outcome, (of, first, then) => {
        const before = first === null ? undefined : claimFor(of, first);
        const event = eventOf({ before, after: claimFor(of, then), at });
        if (before?.status === then.status) expect(event).to.equal(undefined);
        if (event !== undefined) expect(bookingEvents[event.type].parse(event.detail)).to.deep.equal(event.detail);
      }),
    );
  });
});

describe("the records that are published", () => {
  it("are those of a region's own claims that were settled", () => {
    expect(recordsToPublish(ireland).map((pattern): unknown => JSON.parse(pattern))).to.deep.equal([
      {
        eventName: ["INSERT", "MODIFY"],
        dynamodb: {
          Keys: { sk: { S: [{ prefix: "BOOKING#" }] } },
          NewImage: { region: { S: [ireland] }, status: { S: ["confirmed", "rejected", "cancelled"] } },
        },
      },
    ]);
  });
});
