import { expect } from "chai";
import { checkoutOf } from "../../../../functions/basket/checkout.ts";
import { checkedOut } from "../../../../functions/basket/publish/event.ts";
import { recordsToPublish } from "../../../../functions/basket/publish/records.ts";
import { basketEvents } from "../../../../functions/events/basket.ts";
import { bookingIdOf } from "../../../../functions/ledger/booking-id.ts";
import { ireland, noon, slotNamed, virginia } from "../samples.ts";

const lines = [
  { ...slotNamed("a", { unitPrice: 300 }), units: 2 },
  { ...slotNamed("b", { unitPrice: 50 }), units: 1 },
];
const checkout = (region: string) =>
  checkoutOf({
    ...{ customerId: "customer-1", idempotencyKey: "key", region, correlationId: "correlation-1" },
    ...{ checkedOutAt: noon.toISOString(), currency: "EUR", lines },
  });

describe("what others are told of a checkout", () => {
  it("is what was in the basket, at which price, and which booking it becomes", () => {
    const { source, type, detail } = checkedOut(checkout(ireland));
    expect([source, type]).to.deep.equal(["berth.basket", "BasketCheckedOut"]);
    const bookingId = bookingIdOf({ customerId: "customer-1", idempotencyKey: "key", slots: lines });
    expect(basketEvents.BasketCheckedOut.parse(detail)).to.deep.equal(detail);
    expect(detail).to.deep.equal({
      ...{ schema: 1, id: `${bookingId}/checked-out`, version: 1, occurredAt: noon.toISOString() },
      ...{ region: ireland, correlationId: "correlation-1", customerId: "customer-1", bookingId, total: 650 },
      lines: [
        { slotId: "a", units: 2, unitPrice: 300 },
        { slotId: "b", units: 1, unitPrice: 50 },
      ],
    });
  });

  it("has the same id from two regions that were asked for the same", () => {
    expect(checkedOut(checkout(ireland)).detail.id).to.equal(checkedOut(checkout(virginia)).detail.id);
  });

  it("comes from checkouts of the own region only, when they are written", () => {
    expect(recordsToPublish(ireland).map((pattern) => JSON.parse(pattern) as object)).to.deep.equal([
      {
        eventName: ["INSERT", "MODIFY"],
        dynamodb: { Keys: { sk: { S: [{ prefix: "CHECKOUT#" }] } }, NewImage: { region: { S: [ireland] } } },
      },
    ]);
  });
});
