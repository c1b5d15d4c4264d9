import type * as z from "zod/mini";
import { bookingEvents } from "../../events/booking.ts";
import { catalogueEvents } from "../../events/catalogue.ts";
import { on } from "../../events/follow.ts";
import type { Reaction } from "../../events/follow.ts";
import type { SlotFact, storedItem, storedSlot } from "../facts.ts";
import { itemKey, slotFactKey, slotKey } from "../keys.ts";
import type { Key } from "../keys.ts";
import type { FollowedEvent } from "./events.ts";

/** What was heard, as an item of the table. Writing it again changes nothing. */
export interface Heard {
  readonly item: Key & (z.infer<typeof storedItem> | z.infer<typeof storedSlot> | SlotFact);
  /** Of two of the same key the one with the later version stays; without one they say the same. */
  readonly version?: number;
}

/**
 * What is written down of each event. Each fact is an item of its own and needs no other, so that they may come in any order: what
 * they come to is found when a report is made.
 *
 * @param region the one that hears, and alone writes what it has heard
 */
export function reactionsTo(
  write: (heard: Heard) => Promise<void>,
  region: string,
): Readonly<Record<FollowedEvent, Reaction>> {
  const writeAll = async (facts: readonly Heard[]) => {
    await Promise.all(facts.map(write));
  };
  const sold = async ({ bookingId, part, slots, occurredAt: at }: z.infer<typeof bookingEvents.BookingConfirmed>) => {
    await writeAll(
      slots.map(({ slotId, units }) => ({
        item: {
          ...slotFactKey(slotId, `SALE#${bookingId}#${part}`, region),
          ...{ kind: "sale", slotId, bookingId, part, units, at, region },
        },
      })),
    );
  };
  return {
    ItemPublished: on(catalogueEvents.ItemPublished, ({ itemId, title, version }) =>
      write({ item: { ...itemKey(itemId, region), itemId, title, version }, version }),
    ),
    SlotOffered: on(catalogueEvents.SlotOffered, ({ itemId, slotId, capacity, unitPrice, ...said }) => {
      const startsAt = new Date(said.startsAt).toISOString();
      return write({
        item: { ...slotKey({ itemId, startsAt, slotId }, region), slotId, startsAt, capacity, unitPrice },
      });
    }),
    SlotWithdrawn: on(catalogueEvents.SlotWithdrawn, ({ slotId }) =>
      write({ item: { ...slotFactKey(slotId, "WITHDRAWAL", region), kind: "withdrawal", slotId, region } }),
    ),
    BookingConfirmed: on(bookingEvents.BookingConfirmed, sold),
    BookingProlonged: on(bookingEvents.BookingProlonged, sold),
    BookingCancelled: on(bookingEvents.BookingCancelled, ({ bookingId, part, slots }) =>
      writeAll(
        slots.map(({ slotId }) => ({
          item: {
            ...slotFactKey(slotId, `CANCELLATION#${bookingId}#${part}`, region),
            ...{ kind: "cancellation", slotId, bookingId, part, region },
          },
        })),
      ),
    ),
  };
}
