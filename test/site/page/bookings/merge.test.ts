import { expect } from "chai";
import { merged, placesOf } from "../../../../site/page/bookings/merge.ts";

const slots = [{ slotId: "s", units: 2 }];

describe("my bookings", () => {
  it("hold what only this device has asked for, as pending, the latest first", () => {
    const told = [{ bookingId: "a", status: "confirmed", slots, requestedAt: "2026-01-01" }] as const;
    const asked = { customerId: "ana", region: "eu-west-1", slots };
    const remembered = [
      { ...asked, bookingId: "b", requestedAt: "2026-01-02" },
      { ...asked, bookingId: "a", requestedAt: "2026-01-01" },
    ];
    const list = merged(
      told.map((booking) => ({ ...booking, slots })),
      remembered,
    );
    expect(list.map(({ bookingId, status }) => `${bookingId} ${status}`)).to.deep.equal(["b pending", "a confirmed"]);
  });
});

describe("the places of a booking", () => {
  it("are those of its confirmed parts, slot by slot", () => {
    const booking = {
      bookingId: "a",
      status: "confirmed" as const,
      slots,
      prolongations: [
        { status: "confirmed" as const, slots: [...slots, { slotId: "t", units: 1 }] },
        { status: "rejected" as const, slots: [{ slotId: "u", units: 1 }] },
      ],
    };
    expect(placesOf(booking)).to.deep.equal([
      { slotId: "s", units: 4 },
      { slotId: "t", units: 1 },
    ]);
  });
});
