import { expect } from "chai";
import { bookingIdOf } from "../../functions/ledger/booking-id.ts";
import { check, invariants } from "./check.ts";
import type { History } from "./history.ts";
import { allotment, asked, bookingId, claim, history, ireland, observed, sold, virginia } from "./sample.ts";

const others = [{ slotId: "s", units: 3 }];
const otherId = bookingIdOf({ customerId: "customer", idempotencyKey: "key", slots: others });
const cancelled = { status: "cancelled" } as const;
const rejected = { status: "rejected", reason: "sold-out" } as const;

/** Sees that a history breaks one invariant, only that, once, and with these bookings. */
function expectOnly(broken: History, invariant: keyof typeof invariants, message: string, bookings = [bookingId]) {
  const found = check(broken);
  expect(found.map((violation) => violation.invariant)).to.deep.equal([invariant]);
  expect(found[0]?.message).to.include(message);
  expect(found[0]?.bookings).to.have.members(bookings);
}

describe("a history", () => {
  it("in which nothing happened breaks nothing", () => {
    const items = [allotment(ireland, 10, 10)];
    expect(check(history({ items, requests: [], observations: [] }))).to.deep.equal([]);
  });

  it("in which a booking is accepted, confirmed and seen breaks nothing", () => {
    expect(check(history())).to.deep.equal([]);
  });

  it("in which a booking is confirmed, cancelled and seen to be cancelled breaks nothing", () => {
    const items = [allotment(ireland, 10, 10), claim(ireland, cancelled), claim(virginia, cancelled)];
    const cancellations = [{ bookingId, region: virginia, sentAt: 200 }];
    const observations = [observed(), observed({ sentAt: 250, at: 260, status: "cancelled" })];
    expect(check(history({ items, cancellations, observations }))).to.deep.equal([]);
  });

  it("in which a region has not heard of what another has confirmed yet breaks nothing", () => {
    const observations = [observed(), observed({ region: virginia, sentAt: 120, at: 130, status: "pending" })];
    expect(check(history({ observations }))).to.deep.equal([]);
  });

  it("in which the losing claim of two was released breaks nothing", () => {
    const items = [...sold, claim(virginia, { status: "released", winner: ireland })];
    expect(check(history({ items }))).to.deep.equal([]);
  });

  describe("breaks conservation", () => {
    it("if more was sold than there is", () => {
      const items = [allotment(ireland, 9, 11), claim(ireland)];
      expectOnly(history({ items }), "conservation", "slot s: 9 unsold, 2 claimed");
    });

    it("if an allotment is below none", () => {
      const items = [allotment(ireland, -1, 1), allotment(virginia, 9, 9), claim(ireland)];
      expectOnly(history({ items }), "conservation", "eu-west-1 has -1 unsold units");
    });

    it("by what each region has of its own items, not by old copies of others", () => {
      const tables = { [ireland]: sold, [virginia]: [allotment(ireland, 10, 10), claim(ireland)] };
      expect(check(history({ tables }))).to.deep.equal([]);
    });
  });

  describe("breaks single-claim", () => {
    it("if two regions hold places for one part", () => {
      const items = [allotment(ireland, 3, 5), allotment(virginia, 3, 5), claim(ireland), claim(virginia)];
      expectOnly(history({ items }), "single-claim", `${bookingId} part 0 is claimed in eu-west-1, us-east-1`);
    });

    it("if a region holds places of a cancelled booking", () => {
      const items = [...sold, claim(virginia, cancelled)];
      const cancellations = [{ bookingId, region: virginia, sentAt: 200 }];
      expectOnly(history({ items, cancellations }), "single-claim", "is cancelled and claimed in eu-west-1");
    });

    it("if a prolongation of a cancelled booking holds places", () => {
      const part = "0123456789abcdef";
      const items = [
        ...[allotment(ireland, 8, 10), claim(ireland, cancelled), claim(ireland, undefined, { part })],
        claim(virginia, cancelled),
      ];
      const cancellations = [{ bookingId, region: virginia, sentAt: 200 }];
      expectOnly(history({ items, cancellations }), "single-claim", `part ${part} is cancelled and claimed`);
    });
  });

  describe("breaks durability", () => {
    const none = [allotment(ireland, 10, 10), claim(ireland, rejected), claim(virginia, rejected)];

    it("if what was confirmed is rejected in the end", () => {
      const found = check(history({ items: none }));
      expect(new Set(found.map(({ invariant }) => invariant))).to.deep.equal(new Set(["durability"]));
      expect(found.map(({ message }) => message.slice(-12))).to.deep.equal(["in eu-west-1", "in us-east-1"]);
      expect(new Set(found.flatMap(({ bookings }) => bookings))).to.deep.equal(new Set([bookingId]));
    });

    it("if it is cancelled though nobody has asked for that", () => {
      const items = [allotment(ireland, 10, 10), claim(ireland, cancelled), claim(virginia, cancelled)];
      const found = check(history({ items }));
      expect(new Set(found.map(({ invariant }) => invariant))).to.deep.equal(new Set(["durability"]));
    });

    it("if it is rejected by another region later, or unknown to the same one", () => {
      for (const changes of [{ region: virginia, status: "rejected" }, { status: "pending" }] as const) {
        const observations = [observed(), observed({ sentAt: 120, at: 130, ...changes })];
        expectOnly(history({ observations }), "durability", `was confirmed in eu-west-1 and then ${changes.status}`);
      }
    });

    it("not if it is rejected before, at the same time, or after it was cancelled", () => {
      const cancellations = [{ bookingId, region: ireland, sentAt: 200 }];
      for (const times of [
        { sentAt: 80, at: 90 },
        { sentAt: 105, at: 115 },
        { sentAt: 190, at: 210 },
      ]) {
        const observations = [observed(), observed({ ...times, region: virginia, status: "rejected" })];
        expect(check(history({ observations, cancellations })), JSON.stringify(times)).to.deep.equal([]);
      }
    });

    it("if a region goes by a claim that its region has no longer", () => {
      const released = claim(virginia, { status: "released", winner: ireland });
      const items = [allotment(ireland, 10, 10), released];
      const found = check(history({ items }));
      expect(new Set(found.map(({ invariant }) => invariant))).to.deep.equal(new Set(["durability"]));
      expect(found[0]?.message).to.include("is claimed by nobody");
    });
  });

  describe("breaks idempotence", () => {
    it("if one key and payload gave two bookings", () => {
      const second = asked({ sentAt: 50, answer: { at: 60, accepted: { bookingId: otherId, part: "0" } } });
      const items = [...sold, claim(ireland, rejected, { bookingId: otherId, part: "1" })];
      const broken = check(history({ items, requests: [asked(), second] }));
      expect(broken.filter(({ invariant }) => invariant === "idempotence")).to.deep.equal([
        {
          invariant: "idempotence",
          message: `one key and payload gave ${bookingId} and ${otherId}`,
          bookings: [bookingId, otherId],
        },
      ]);
    });

    it("if a key was accepted for other slots, where the first were known to be confirmed", () => {
      const accepted = { bookingId: otherId, part: "0" };
      const requests = [asked(), asked({ slots: others, sentAt: 200, answer: { at: 210, accepted } })];
      const reused = {
        ...claim(
          ireland,
          { status: "rejected", reason: "idempotency-key-reused" },
          { bookingId: otherId, slots: others },
        ),
      };
      const items = [...sold, { ...reused, sk: reused.sk.replace("#0#", "#0~1a2b3c4d#") }];
      expectOnly(history({ requests, items }), "idempotence", "with other slots", [bookingId, otherId]);
    });

    it("not if the two crossed each other, were sent to regions that knew nothing, or the second was refused", () => {
      const accepted = { bookingId: otherId, part: "0" };
      const reused = claim(
        ireland,
        { status: "rejected", reason: "idempotency-key-reused" },
        { bookingId: otherId, slots: others },
      );
      const items = [...sold, { ...reused, sk: reused.sk.replace("#0#", "#0~1a2b3c4d#") }];
      for (const changes of [
        { sentAt: 50, answer: { at: 60, accepted } },
        { sentAt: 200, region: virginia, answer: { at: 210, accepted } },
        { sentAt: 200, answer: { at: 210, refused: "idempotency-key-reused" } },
      ]) {
        const requests = [asked(), asked({ slots: others, ...changes })];
        expect(check(history({ requests, items })), JSON.stringify(changes)).to.deep.equal([]);
      }
    });

    it("not if the same key is another customer's, or prolongs another booking", () => {
      const accepted = { bookingId: otherId, part: "1" };
      const items = [...sold, claim(ireland, rejected, { bookingId: otherId, part: "1" })];
      const stranger = asked({ customerId: "stranger", answer: { at: 10, refused: "invalid-request" } });
      const prolongation = asked({ prolongs: bookingId, sentAt: 200, answer: { at: 210, accepted } });
      expect(check(history({ items, requests: [asked(), stranger, prolongation] }))).to.deep.equal([]);
    });
  });

  describe("breaks settlement", () => {
    const nothing = [allotment(ireland, 10, 10)];

    it("if an accepted request comes to nothing", () => {
      const broken = history({ items: nothing, observations: [] });
      expectOnly(broken, "settlement", `${bookingId} part 0 was accepted and is pending`);
    });

    it("if it is still on its way, as nobody has taken on what was forwarded", () => {
      const search = { origin: ireland, asked: {}, hops: 1 };
      const items = [...nothing, claim(ireland, { status: "forwarded", to: virginia, search })];
      expectOnly(history({ items, observations: [] }), "settlement", "is pending");
    });

    it("if regions that have heard the same say different things", () => {
      const tables = {
        [ireland]: [allotment(ireland, 10, 10), claim(ireland, cancelled)],
        [virginia]: [claim(virginia, rejected)],
      };
      expectOnly(history({ tables, observations: [] }), "settlement", "is cancelled and rejected");
    });

    it("not if it lies in a dead-letter queue, or was never accepted", () => {
      const deadLetters = [{ bookingId, part: "0" }];
      expect(check(history({ items: nothing, observations: [], deadLetters }))).to.deep.equal([]);
      const requests = [asked({ answer: undefined }), asked({ answer: { at: 10, refused: "invalid-request" } })];
      expect(check(history({ items: nothing, observations: [], requests }))).to.deep.equal([]);
    });

    it("if another part of the booking lies in a dead-letter queue", () => {
      const deadLetters = [{ bookingId, part: "0123456789abcdef" }];
      expectOnly(history({ items: nothing, observations: [], deadLetters }), "settlement", "is pending");
    });
  });

  it("breaks single-writer if two regions have written one item", () => {
    const conflicts = [{ key: "SLOT#s ALLOT#any#0", regions: [ireland, virginia] }];
    expectOnly(
      history({ conflicts }),
      "single-writer",
      "SLOT#s ALLOT#any#0 was written by eu-west-1 and us-east-1",
      [],
    );
  });

  it("names no invariant that the design has not", () => {
    expect(Object.keys(invariants)).to.deep.equal([
      "conservation",
      "single-claim",
      "durability",
      "idempotence",
      "settlement",
      "single-writer",
    ]);
  });
});
