import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { bookingIdOf } from "../events/booking.ts";
import { checkoutKey } from "./keys.ts";
import type { Item } from "./keys.ts";
import { slotFacts } from "./slot.ts";

/** What a customer has checked out in a region, as the table holds it. It never changes. */
export const storedCheckout = z.object({
  customerId: z.string(),
  /** The booking that it becomes. */
  bookingId: z.string(),
  region: z.string(),
  correlationId: z.string(),
  /** ISO 8601 in UTC. */
  checkedOutAt: z.string(),
  /** ISO 4217. */
  currency: z.string(),
  /** What all of it costs, in the smallest unit of the currency. */
  total: z.number(),
  /** What was in the basket, in the order of the slots' ids. */
  lines: z.array(z.object({ ...slotFacts, units: z.number() })),
});

/** What a customer has checked out in a region. */
export type Checkout = z.infer<typeof storedCheckout>;

/** What a checkout is made of. */
interface Request extends Omit<Checkout, "bookingId" | "total"> {
  readonly idempotencyKey: string;
}

/** A checkout of lines at the prices that they have. */
export function checkoutOf({ idempotencyKey, ...request }: Request): Checkout {
  const { customerId, lines } = request;
  return {
    ...request,
    bookingId: bookingIdOf({ customerId, idempotencyKey, slots: lines }),
    total: lines.reduce((total, { units, unitPrice }) => total + units * unitPrice, 0),
  };
}

/** The item of a checkout. */
export function checkoutItem(checkout: Checkout, keyDigest: string): Item {
  return { ...checkoutKey(checkout.customerId, keyDigest, checkout.region), ...checkout };
}

/** What stands for an Idempotency-Key in the table: 32 hexadecimal digits. */
export function digestOf(idempotencyKey: string): string {
  return createHash("sha256").update(idempotencyKey).digest("hex").slice(0, 32);
}
