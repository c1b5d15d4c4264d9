import * as z from "zod/mini";

// With or without seconds: what has a zone can be told from what has none.
const schema = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })]);

/** The time that a text says, with its zone (ISO 8601), in the years 1 to 9999 of UTC; undefined if it says none. */
export function timeOf(text: string): Date | undefined {
  if (!schema.safeParse(text).success) return undefined;
  const time = new Date(text);
  return /^\d{4}-/.test(Number.isNaN(time.getTime()) ? "" : time.toISOString()) ? time : undefined;
}
