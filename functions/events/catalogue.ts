import * as z from "zod/mini";
import { envelope, type EventOf } from "./envelope.ts";

/** The source of the events of the catalogue. */
export const catalogueSource = "berth.catalogue";

const item = { ...envelope, itemId: z.string() };

/** The events of the catalogue by their types, as they are on the bus of an item's home region. */
export const catalogueEvents = {
  /** An item can be found in the catalogue, or is described anew. */
  ItemPublished: z.object({
    ...item,
    /** What it is, such as `tour`. */
    kind: z.string(),
    /** Its name, in one line. */
    title: z.string(),
  }),
  /** An item can be found no more. Its slots are withdrawn, each with an event of its own. */
  ItemRemoved: z.object(item),
  /** A slot of an item can be booked. What is said of it here never changes. */
  SlotOffered: z.object({
    ...item,
    slotId: z.string(),
    /** When it begins, in UTC with milliseconds (ISO 8601). */
    startsAt: z.iso.datetime(),
    /** How many units it has in all. */
    capacity: z.number(),
    /** Over how many partitions each region's units are spread. */
    shards: z.number(),
    /** What a unit costs, in the smallest unit of the environment's currency. */
    unitPrice: z.number(),
  }),
  /** A slot can be booked no more. What was booked stays booked. */
  SlotWithdrawn: z.object({ ...item, slotId: z.string() }),
};

/** A type of event of the catalogue. */
export type CatalogueEventType = keyof typeof catalogueEvents;

/** An event of the catalogue. */
export type CatalogueEvent = EventOf<typeof catalogueSource, typeof catalogueEvents>;
