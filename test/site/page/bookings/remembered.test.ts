import { expect } from "chai";
import { Remembered } from "../../../../site/page/bookings/remembered.ts";

function device(content?: string) {
  const items = new Map<string, string>(content === undefined ? [] : [["berth:asked-for", content]]);
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
  };
}

const booking = (bookingId: string, customerId = "ana") => ({
  ...{ bookingId, customerId, region: "eu-west-1" },
  ...{ slots: [{ slotId: "s", units: 1 }], requestedAt: "2026-11-22T00:00:00.000Z" },
});

describe("what a device remembers", () => {
  it("is each customer's own, once, the latest first, until it is settled", () => {
    const storage = device();
    const remembered = new Remembered(storage);
    for (const each of [booking("a"), booking("b"), booking("c", "bruno"), booking("a")]) remembered.add(each);
    expect(new Remembered(storage).of("ana").map(({ bookingId }) => bookingId)).to.deep.equal(["a", "b"]);
    expect(remembered.find("c")?.customerId).to.equal("bruno");
    remembered.forget("a");
    expect(remembered.of("ana").map(({ bookingId }) => bookingId)).to.deep.equal(["b"]);
  });

  it("is nothing where somebody else has left something", () => {
    for (const content of ["{", "{}", `[{"bookingId":1}]`]) {
      expect(new Remembered(device(content)).of("ana")).to.deep.equal([]);
    }
  });

  it("does not grow without end", () => {
    const remembered = new Remembered(device());
    for (let index = 0; index < 60; index++) remembered.add(booking(`b${index}`));
    expect(remembered.of("ana")).to.have.length(50);
    expect(remembered.find("b59")).to.not.equal(undefined);
  });
});
