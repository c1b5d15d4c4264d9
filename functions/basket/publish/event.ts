import { basketSource } from "../../events/basket.ts";
import type { BasketEvent } from "../../events/basket.ts";
import type { Checkout } from "../checkout.ts";

/** What others are told of a checkout. Its id names the booking: two regions that were asked for the same one say the same event. */
export function checkedOut(checkout: Checkout): BasketEvent {
  const { customerId, bookingId, region, correlationId, checkedOutAt: occurredAt, total } = checkout;
  return {
    source: basketSource,
    type: "BasketCheckedOut",
    detail: {
      ...{ schema: 1, id: `${bookingId}/checked-out`, version: 1, occurredAt, region, correlationId },
      ...{ customerId, bookingId, total },
      lines: checkout.lines.map(({ slotId, units, unitPrice }) => ({ slotId, units, unitPrice })),
    },
  };
}
