import { fractionDigits } from "../ui/format.ts";
import type { SlotOffer } from "../api/schemas.ts";

/** The same time on so many days. */
export interface Series {
  /** Local date of the first. */
  readonly from: string;
  /** Local time, such as `09:30`. */
  readonly time: string;
  readonly days: number;
  readonly capacity: number;
  /** In the currency's main unit, such as `12.50`. */
  readonly price: number;
}

/** The slots of a series. A day is a day on the clock, also where that is put forward or back. */
export function slotsOf({ from, time, days, capacity, price }: Series, currency: string): SlotOffer[] {
  const unitPrice = Math.round(price * 10 ** fractionDigits(currency));
  return Array.from({ length: days }, (_, index) => {
    const start = new Date(`${from}T${time}`);
    start.setDate(start.getDate() + index);
    return { startsAt: start.toISOString(), capacity, unitPrice };
  });
}
