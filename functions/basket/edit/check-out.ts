import { BasketEmpty, BasketFull, invalidField, SlotNotBookable } from "../../runtime/problem.ts";
import { priced } from "../basket.ts";
import type { PricedLine } from "../basket.ts";
import { checkoutOf, digestOf } from "../checkout.ts";
import type { Checkout } from "../checkout.ts";
import { asFirstFound, maximumSlots, merged, wanted } from "../line.ts";
import type { SlotStatus } from "../slot.ts";
import { whileChanging } from "./change-line.ts";
import type { Dependencies } from "./change-line.ts";

/** A customer's wish to book what the basket holds. */
export interface CheckoutRequest {
  readonly customerId: string;
  readonly idempotencyKey: string;
  readonly correlationId: string;
}

/** A checkout, and whether it was done before. */
export interface Done {
  readonly checkout: Checkout;
  readonly isRepeated: boolean;
}

const rules: Readonly<Record<Exclude<SlotStatus, "bookable">, string>> = {
  begun: "slot-in-the-past",
  withdrawn: "slot-withdrawn",
  unknown: "unknown-slot",
};

/**
 * Checks out all that the basket holds: writes it down with the prices of the moment and empties the basket of it, in one
 * transaction. What was checked out under the same key before, as far as this region has heard, is what it was, whatever the
 * basket holds now.
 *
 * @throws BasketEmpty if there is nothing in it.
 * @throws BasketFull if it holds more than a booking can have, as several regions may have added to it.
 * @throws SlotNotBookable naming every slot that has begun, was withdrawn, or has not been heard of here.
 */
export async function checkOut(
  dependencies: Dependencies & { readonly currency: string },
  request: CheckoutRequest,
): Promise<Done> {
  const { baskets, region, currency, now, backoff } = dependencies;
  const { customerId, idempotencyKey, correlationId } = request;
  const keyDigest = digestOf(idempotencyKey);
  return await whileChanging(async () => {
    const [before, lines] = await Promise.all([baskets.checkouts(customerId, keyDigest), baskets.lines(customerId)]);
    const known = before.find((checkout) => checkout.region === region) ?? before[0];
    if (known !== undefined) return { checkout: known, isRepeated: true };

    const at = now();
    const taken = wanted(asFirstFound(merged(lines), keyDigest), at);
    const bookable = expectBookable(priced(taken, await baskets.heardOf(taken.map(({ slotId }) => slotId)), at));
    const checkout = checkoutOf({
      ...{ customerId, idempotencyKey, correlationId, region, currency, checkedOutAt: at.toISOString() },
      lines: bookable.map(({ slotId, itemId, startsAt, unitPrice, units }) => ({
        ...{ slotId, itemId, startsAt, unitPrice, units },
      })),
    });
    await baskets.checkOut(checkout, { keyDigest, taken, lines });
    return { checkout, isRepeated: false };
  }, backoff);
}

function expectBookable(lines: readonly PricedLine[]): readonly PricedLine[] {
  if (lines.length === 0) throw new BasketEmpty();
  if (lines.length > maximumSlots) {
    throw new BasketFull(`the basket holds ${lines.length} slots, and a booking has ${maximumSlots} at most`);
  }
  const refused = lines.flatMap(({ slotId, status }) =>
    status === "bookable" ? [] : [invalidField("slotId", rules[status], slotId)],
  );
  if (refused.length > 0) throw new SlotNotBookable(refused);
  return lines;
}
