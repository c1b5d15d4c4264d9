import { expect } from "chai";
import fc from "fast-check";
import {
  belongsTo,
  bookingIdOf,
  canonicalSlots,
  isBookingId,
  payloadOf,
  prolongationPart,
  requestOf,
} from "../../../functions/ledger/booking-id.ts";

const slots = fc.uniqueArray(
  fc.record({ slotId: fc.stringMatching(/^[a-z0-9]{1,6}$/), units: fc.integer({ min: 1, max: 1_000 }) }),
  { minLength: 1, maxLength: 25, selector: (slot) => slot.slotId },
);
const request = fc.record({
  customerId: fc.string({ minLength: 1 }),
  idempotencyKey: fc.string({ minLength: 1 }),
  slots,
});

describe("the booking id", () => {
  it("never changes: ids that were given out stay valid", () => {
    const id = bookingIdOf({
      customerId: "4f9a1c1e-7d39-4f0e-9a55-0d7c1c1f7a10",
      idempotencyKey: "key-1",
      slots: [
        { slotId: "b", units: 2 },
        { slotId: "a", units: 1 },
      ],
    });
    expect(id).to.equal("cb10319ce1c167bcd17d257909a0e3ea");
  });

  it("is the same whatever the order of the slots and of their fields", () => {
    fc.assert(
      fc.property(request, fc.func(fc.integer()), ({ customerId, idempotencyKey, slots }, order) => {
        const shuffled = [...slots]
          .sort((left, right) => order(left.slotId) - order(right.slotId))
          .map(({ slotId, units }) => ({ units, slotId }));
        const id = bookingIdOf({ customerId, idempotencyKey, slots });
        expect(bookingIdOf({ customerId, idempotencyKey, slots: shuffled })).to.equal(id);
        expect(isBookingId(id)).to.equal(true);
      }),
    );
  });

  it("differs for other units or slots and keeps the request", () => {
    fc.assert(
      fc.property(request, slots, ({ customerId, idempotencyKey, slots }, others) => {
        fc.pre(JSON.stringify(canonicalSlots(slots)) !== JSON.stringify(canonicalSlots(others)));
        const id = bookingIdOf({ customerId, idempotencyKey, slots });
        const other = bookingIdOf({ customerId, idempotencyKey, slots: others });
        expect(other).not.to.equal(id);
        expect(requestOf(other)).to.equal(requestOf(id));
      }),
    );
  });

  it("differs in its request for another customer or key, however the two are split", () => {
    fc.assert(
      fc.property(request, request, (one, other) => {
        fc.pre(one.customerId !== other.customerId || one.idempotencyKey !== other.idempotencyKey);
        expect(requestOf(bookingIdOf(one))).not.to.equal(requestOf(bookingIdOf(other)));
      }),
    );
    const ids = [
      { customerId: "ab", idempotencyKey: "c" },
      { customerId: "a", idempotencyKey: "bc" },
      { customerId: 'a","b', idempotencyKey: "c" },
      { customerId: "a", idempotencyKey: 'b","c' },
    ].map((key) => bookingIdOf({ ...key, slots: [{ slotId: "s", units: 1 }] }));
    expect(new Set(ids.map(requestOf)).size).to.equal(4);
  });

  it("belongs to its customer and to nobody else", () => {
    fc.assert(
      fc.property(request, fc.string(), (one, stranger) => {
        fc.pre(stranger !== one.customerId);
        const id = bookingIdOf(one);
        expect(belongsTo(id, one.customerId)).to.equal(true);
        expect(belongsTo(id, stranger)).to.equal(false);
      }),
    );
  });

  it("belongs to nobody when it is invented or malformed", () => {
    const id = bookingIdOf({ customerId: "c", idempotencyKey: "k", slots: [{ slotId: "s", units: 1 }] });
    fc.assert(
      fc.property(fc.nat({ max: 31 }), fc.integer({ min: 1, max: 15 }), (position, change) => {
        const digit = (Number.parseInt(id.charAt(position), 16) ^ change).toString(16);
        expect(belongsTo(`${id.slice(0, position)}${digit}${id.slice(position + 1)}`, "c")).to.equal(false);
      }),
    );
    for (const malformed of ["", id.toUpperCase(), id.slice(1), `${id}0`, ` ${id}`, `${id}\n`]) {
      expect(belongsTo(malformed, "c"), JSON.stringify(malformed)).to.equal(false);
    }
  });
});

describe("the name of a list of slots", () => {
  it("is the same whatever their order, and another for other slots or units", () => {
    fc.assert(
      fc.property(slots, slots, (some, others) => {
        expect(payloadOf(some)).to.match(/^[0-9a-f]{8}$/);
        expect(payloadOf(some.toReversed())).to.equal(payloadOf(some));
        fc.pre(JSON.stringify(canonicalSlots(some)) !== JSON.stringify(canonicalSlots(others)));
        expect(payloadOf(others)).not.to.equal(payloadOf(some));
      }),
    );
  });
});

describe("the name of a prolongation", () => {
  it("never changes, and is another for another key or booking", () => {
    const [one, other] = ["a", "b"].map((digit) => digit.repeat(32)) as [string, string];
    expect(prolongationPart(one, "key-1")).to.equal("3e6688f189be7055");
    const names = [prolongationPart(one, "key-1"), prolongationPart(one, "key-2"), prolongationPart(other, "key-1")];
    expect(new Set(names).size).to.equal(3);
  });
});
