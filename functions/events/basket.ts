import * as z from "zod/mini";
import { envelope, type EventOf } from "./envelope.ts";

/** The source of the events of baskets. */
export const basketSource = "berth.basket";

/** The events of baskets by their types. */
export const basketEvents = {
  /** A customer wants to book what the basket held: all of it or none. */
  BasketCheckedOut: z.object({
    ...envelope,
    customerId: z.string(),
    /** The booking that it becomes. */
    bookingId: z.string(),
    /** What is wanted, and what a unit cost in the catalogue at checkout, in the smallest unit of the environment's currency. */
    lines: z.array(z.object({ slotId: z.string(), units: z.number(), unitPrice: z.number() })),
    /** What all of it costs. */
    total: z.number(),
  }),
};

/** A type of event of baskets. */
export type BasketEventType = keyof typeof basketEvents;

/** An event of a basket. */
export type BasketEvent = EventOf<typeof basketSource, typeof basketEvents>;
