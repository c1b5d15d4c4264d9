import * as z from "zod/mini";

/** What an item is called. */
export const storedItem = z.object({
  itemId: z.string(),
  title: z.string(),
  /** Of two the later one is newer. */
  version: z.number(),
});

/** What a slot is; it never changes. */
export const storedSlot = z.object({
  slotId: z.string(),
  /** In UTC with milliseconds (ISO 8601). */
  startsAt: z.string(),
  capacity: z.number(),
  /** In the smallest unit of the environment's currency. */
  unitPrice: z.number(),
});

/** What a slot is. */
export type Slot = Readonly<z.infer<typeof storedSlot>>;

const said = { slotId: z.string(), /** Who has heard it. */ region: z.string() };
const ofPart = { ...said, bookingId: z.string(), part: z.string() };

/** What is said of a slot by one region. */
export const storedSlotFact = z.discriminatedUnion("kind", [
  /** Units were booked; `at` is when. */
  z.object({ kind: z.literal("sale"), ...ofPart, units: z.number(), at: z.string() }),
  /** Units were given back. */
  z.object({ kind: z.literal("cancellation"), ...ofPart }),
  /** It can be booked no more. */
  z.object({ kind: z.literal("withdrawal"), ...said }),
]);

/** What is said of a slot by one region. */
export type SlotFact = Readonly<z.infer<typeof storedSlotFact>>;
