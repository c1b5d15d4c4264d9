import { expect } from "chai";
import fc from "fast-check";
import type { BookingMessage } from "../../../../functions/booking/message.ts";
import type { SlotUnits } from "../../../../functions/ledger/booking-id.ts";
import { Ledger, messageFor } from "./ledger.ts";

describe("claiming bookings at once", () => {
  let ledger: Ledger;
  before(async () => {
    ledger = await Ledger.start();
  });
  after(() => ledger.stop());

  /** Claims all messages at once, each delivered as often as said, and checks the books of the slots. */
  async function race(slots: Record<string, number>, bookings: { message: BookingMessage; deliveries: number }[]) {
    const results = await Promise.all(
      bookings.flatMap(({ message, deliveries }) =>
        Array.from({ length: deliveries }, async () => ({ message, settlement: await ledger.claim(message) })),
      ),
    );
    const ids = new Set(bookings.map(({ message }) => message.bookingId));
    const claims = (await ledger.table.all()).filter(
      (item) => typeof item.bookingId === "string" && ids.has(item.bookingId),
    );
    expect(claims, "each booking is recorded once").to.have.length(ids.size);
    const confirmed = claims.filter((item) => item.status === "confirmed");
    for (const [slotId, capacity] of Object.entries(slots)) {
      const sold = confirmed
        .flatMap((item) => item.slots as SlotUnits[])
        .filter((slot) => slot.slotId === slotId)
        .reduce((sum, slot) => sum + slot.units, 0);
      const left = Number(await ledger.unsold(slotId));
      expect(left, `units of ${slotId} that are left`).to.be.at.least(0);
      expect(left + sold, `units of ${slotId} in all`).to.equal(capacity);
    }
    const confirmations = results.filter(({ settlement }) => settlement.outcome === "confirmed");
    expect(new Set(confirmations.map(({ message }) => message.bookingId)).size, "none is confirmed twice").to.equal(
      confirmations.length,
    );
    return { confirmed: confirmed.length, rejected: claims.length - confirmed.length };
  }

  it("never oversells: 40 bookings at once, each delivered twice, for 10 places", async () => {
    const slotId = await ledger.newSlot(10);
    const bookings = Array.from({ length: 40 }, (_, index) => ({
      message: messageFor(`racer-${index}`, "k", [{ slotId, units: 1 }]),
      deliveries: 2,
    }));
    expect(await race({ [slotId]: 10 }, bookings)).to.deep.equal({ confirmed: 10, rejected: 30 });
  });

  it("keeps the books of every slot, whatever is asked for at once and however often it is delivered", async () => {
    const demand = fc.array(
      fc.record({
        wants: fc.uniqueArray(fc.record({ slot: fc.nat({ max: 2 }), units: fc.integer({ min: 1, max: 4 }) }), {
          minLength: 1,
          maxLength: 3,
          selector: ({ slot }) => slot,
        }),
        deliveries: fc.integer({ min: 1, max: 3 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    const capacities = fc.tuple(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 6 }),
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(capacities, demand, async (units, bookings) => {
        run += 1;
        const ids = await Promise.all(units.map((capacity) => ledger.newSlot(capacity)));
        const slots = Object.fromEntries(ids.map((slotId, index) => [slotId, units[index] ?? 0]));
        await race(
          slots,
          bookings.map(({ wants, deliveries }, index) => ({
            message: messageFor(
              `run-${run}-${index}`,
              "k",
              wants.map(({ slot, units: wanted }) => ({ slotId: ids[slot] ?? "", units: wanted })),
            ),
            deliveries,
          })),
        );
      }),
      { numRuns: 25 },
    );
  });
});
