import { expect } from "chai";
import fc from "fast-check";
import { eventOf, stockChanged } from "../../../../functions/booking/publish/event.ts";
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

  it("says where a part was alive that it is cancelled, and which places are free again", () => {
    for (const { part } of [request, prolongation]) {
      const after = claimFor({ ...request, part }, { status: "cancelled" });
      const before = claimFor({ ...request, part });
      const detail = { ...told(`${part}/cancelled`), part, slots };
      expect(eventOf({ before, after, at })).to.deep.include({ type: "BookingCancelled", detail });
      expect(eventOf({ before: undefined, after, at })).to.equal(undefined);
      const rejected = claimFor({ ...request, part }, { status: "rejected", reason: "sold-out" });
      expect(eventOf({ before: rejected, after, at })).to.equal(undefined);
    }
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

describe("the event of a change to a region's stock", () => {
  const allotment = { slotId: "tour-1", region: ireland, shard: 2, unsold: 7, held: 9 };

  it("says what is left to sell, is what its schema says, and names the change", () => {
    const { type, detail } = stockChanged({ allotment, at, sequence: "12" });
    expect(type).to.equal("StockChanged");
    expect(bookingEvents.StockChanged.parse(detail)).to.deep.equal(detail);
    expect(detail).to.include({ slotId: "tour-1", region: ireland, shard: 2, unsold: 7, occurredAt: at });
    expect(detail.id).to.equal("tour-1/eu-west-1/2/12");
  });

  it("has a sequence whose order as text is that of the changes", () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 40n - 1n });
    fc.assert(
      fc.property(digits, digits, (one, other) => {
        const [left, right] = [one, other].map((sequence) => {
          const { detail } = stockChanged({ allotment, at, sequence: String(sequence) });
          return "sequence" in detail ? detail.sequence : "";
        });
        expect(String(left) < String(right)).to.equal(one < other);
      }),
    );
  });
});

describe("the records that are published", () => {
  it("are those of a region's own claims that were settled, and of its own allotments", () => {
    const eventName = ["INSERT", "MODIFY"];
    expect(recordsToPublish(ireland).map((pattern): unknown => JSON.parse(pattern))).to.deep.equal([
      {
        eventName,
        dynamodb: {
          Keys: { sk: { S: [{ prefix: "BOOKING#" }] } },
          NewImage: { region: { S: [ireland] }, status: { S: ["confirmed", "rejected", "cancelled"] } },
        },
      },
      { eventName, dynamodb: { Keys: { sk: { S: [{ prefix: "ALLOT#eu-west-1#" }] } } } },
    ]);
  });
});
