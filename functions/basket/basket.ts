import type { components } from "../../api/generated/types.ts";
import { json } from "../runtime/http.ts";
import type { Baskets } from "./baskets.ts";
import { merged, wanted } from "./line.ts";
import type { Line } from "./line.ts";
import { statusOf } from "./slot.ts";
import type { Heard, Slot, SlotStatus } from "./slot.ts";

type Basket = components["schemas"]["Basket"];
type CheckoutLine = components["schemas"]["CheckoutLine"];

/** What answering with a basket needs from outside. */
export interface Dependencies {
  readonly baskets: Baskets;
  /** ISO 4217. */
  readonly currency: string;
  readonly now: () => Date;
}

/** A line with what the catalogue says of its slot now. */
export interface PricedLine extends Slot {
  readonly units: number;
  readonly status: SlotStatus;
}

/** The answer with a customer's basket, as far as this region has heard. Nobody may keep it. */
export async function basketAnswer({ baskets, currency, now }: Dependencies, customerId: string): Promise<Response> {
  const lines = wanted(merged(await baskets.lines(customerId)), now());
  const heard = await baskets.heardOf(lines.map(({ slotId }) => slotId));
  return json(200, basketOf(priced(lines, heard, now()), currency), { "cache-control": "no-store" });
}

/** Lines with what was heard of their slots. The price of a slot that was heard of in another region only is the line's own. */
export function priced(lines: readonly Line[], heardOf: ReadonlyMap<string, Heard>, now: Date): PricedLine[] {
  return lines.map((line) => {
    const heard = heardOf.get(line.slotId) ?? { slot: undefined, isWithdrawn: false };
    const { slotId, itemId, startsAt, unitPrice } = heard.slot ?? line;
    return { slotId, itemId, startsAt, unitPrice, units: line.units, status: statusOf(heard, now) };
  });
}

/** A basket as its customer sees it: what begins first comes first, and only what can be booked counts. */
export function basketOf(lines: readonly PricedLine[], currency: string): Basket {
  const ordered = lines.toSorted((left, right) => left.startsAt.localeCompare(right.startsAt));
  return {
    lines: ordered.map(({ status, ...line }) => ({ ...withAmount(line), status })),
    total: lines
      .filter(({ status }) => status === "bookable")
      .reduce((total, { units, unitPrice }) => total + units * unitPrice, 0),
    currency,
  };
}

/** A line with what all its units cost. */
export function withAmount({ slotId, itemId, startsAt, units, unitPrice }: Slot & { units: number }): CheckoutLine {
  return { slotId, itemId, startsAt, units, unitPrice, amount: units * unitPrice };
}
