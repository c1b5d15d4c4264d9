import * as z from "zod/mini";

const rememberedBooking = z.object({
  bookingId: z.string(),
  customerId: z.string(),
  /** The region that took the request. */
  region: z.string(),
  slots: z.array(z.object({ slotId: z.string(), units: z.number() })),
  /** When it was asked for, in UTC (ISO 8601). */
  requestedAt: z.string(),
});

/** A booking that was asked for on this device and may not be settled. */
export type RememberedBooking = z.infer<typeof rememberedBooking>;

const key = "berth:asked-for";
const most = 50;

/**
 * Bookings that this device has asked for, until they are settled: while the region that took one is dark, the others have not
 * heard of it, and only who asked for it knows that it is there.
 */
export class Remembered {
  readonly #storage: Pick<Storage, "getItem" | "setItem">;

  constructor(storage: Pick<Storage, "getItem" | "setItem">) {
    this.#storage = storage;
  }

  /** Those of a customer, the latest first. */
  of(customerId: string): RememberedBooking[] {
    return this.#all().filter((booking) => booking.customerId === customerId);
  }

  find(bookingId: string): RememberedBooking | undefined {
    return this.#all().find((booking) => booking.bookingId === bookingId);
  }

  add(booking: RememberedBooking): void {
    this.#keep([booking, ...this.#all().filter(({ bookingId }) => bookingId !== booking.bookingId)].slice(0, most));
  }

  /** It is settled: every region will tell of it. */
  forget(bookingId: string): void {
    const all = this.#all();
    if (all.some((booking) => booking.bookingId === bookingId)) {
      this.#keep(all.filter((booking) => booking.bookingId !== bookingId));
    }
  }

  #all(): RememberedBooking[] {
    try {
      return z.array(rememberedBooking).parse(JSON.parse(this.#storage.getItem(key) ?? "[]"));
    } catch {
      return []; // what somebody else has left there
    }
  }

  #keep(bookings: readonly RememberedBooking[]): void {
    this.#storage.setItem(key, JSON.stringify(bookings));
  }
}
