import * as z from "zod/mini";
import { keyErrors } from "../../runtime/idempotency-key.ts";
import { parseBody, valueAt } from "../../runtime/json-body.ts";
import type { RawBody } from "../../runtime/json-body.ts";
import { invalidField } from "../../runtime/problem.ts";
import type { InvalidField } from "../../runtime/problem.ts";
import { kinds } from "../item.ts";
import type { ItemContent } from "../item.ts";
import { timeOf } from "../time.ts";
import type { SlotContent } from "./slots.ts";

/** The largest number of slots that are offered at once. */
export const maximumSlots = 50;

/** The largest capacity of a slot, in units; a stadium, not a city. */
export const maximumCapacity = 100_000;

/** The largest number of shards of a slot. */
export const maximumShards = 16;

/** The highest price of a unit: 25 slots of 1,000 units each can still be added up exactly. */
export const maximumPrice = 1_000_000_000;

/** The most characters of a title, of a description and of the address of a picture. */
export const maximumLengths = { title: 120, description: 2_000, pictureUrl: 500 } as const;

// A rule's text is what a client is told that breaks it.
const kindRule = kinds.join("-or-");
const titleRule = `one-line-of-1-to-${maximumLengths.title}-characters`;
const descriptionRule = `text-of-at-most-${maximumLengths.description}-characters`;
const pictureRule = `https-url-of-at-most-${maximumLengths.pictureUrl}-characters`;
const slotsRule = `from-1-to-${maximumSlots}-slots`;
const startRule = "time-with-zone-in-whole-minutes";

// Control characters break lines and logs; half a surrogate pair is no character.
const titlePattern = new RegExp(`^(?=.*\\S)[^\\p{Cc}\\p{Cs}\\u2028\\u2029]{1,${maximumLengths.title}}$`, "u");
const descriptionPattern = new RegExp(`^(?:[\\n\\r\\t]|[^\\p{Cc}\\p{Cs}]){0,${maximumLengths.description}}$`, "u");

const itemBody = z.strictObject(
  {
    kind: z.enum(kinds, kindRule),
    title: z.string(titleRule).check(z.regex(titlePattern, titleRule)),
    description: z.string(descriptionRule).check(z.regex(descriptionPattern, descriptionRule)),
    pictureUrl: z.optional(z.string(pictureRule).check(z.refine(isPictureUrl, pictureRule))),
  },
  "object",
);

const slotBody = z.strictObject(
  {
    startsAt: z.string(startRule).check(z.refine(isWholeMinute, startRule)),
    capacity: wholeNumber(1, maximumCapacity),
    unitPrice: wholeNumber(0, maximumPrice),
    shards: z.optional(wholeNumber(1, maximumShards)),
  },
  "object",
);

const slotsBody = z.strictObject(
  { slots: z.array(slotBody, slotsRule).check(z.minLength(1, slotsRule), z.maxLength(maximumSlots, slotsRule)) },
  "object",
);

/**
 * What is said of an item.
 *
 * @throws UnsupportedMediaType if the body is not JSON by its type.
 * @throws InvalidRequest naming every field that breaks a rule, at once.
 */
export function parseItem(raw: RawBody): ItemContent {
  return parseBody(raw, itemBody);
}

/**
 * What is said of a new item, and the key under which it is made.
 *
 * @throws UnsupportedMediaType if the body is not JSON by its type.
 * @throws InvalidRequest naming every field that breaks a rule, at once.
 */
export function parseNewItem(
  raw: RawBody,
  idempotencyKey: string | undefined,
): { idempotencyKey: string; content: ItemContent } {
  const content = parseBody(raw, itemBody, { found: keyErrors(idempotencyKey) });
  return { idempotencyKey: idempotencyKey ?? "", content };
}

/**
 * The slots that are offered.
 *
 * @throws UnsupportedMediaType if the body is not JSON by its type.
 * @throws InvalidRequest naming every field that breaks a rule, at once.
 */
export function parseSlots(raw: RawBody): SlotContent[] {
  return parseBody(raw, slotsBody, { check: slotErrors }).slots.map(
    ({ startsAt, capacity, unitPrice, shards = 1 }) => ({
      ...{ startsAt: new Date(startsAt).toISOString(), capacity, unitPrice, shards },
    }),
  );
}

/** What no field alone says: two slots at one time, and more shards than units. */
function slotErrors(body: unknown): InvalidField[] {
  const slots = valueAt(body, ["slots"]);
  if (!Array.isArray(slots)) return [];
  const starts = slots.map((slot: unknown) => {
    const startsAt = valueAt(slot, ["startsAt"]);
    return typeof startsAt === "string" && isWholeMinute(startsAt) ? Date.parse(startsAt) : undefined;
  });
  return slots.flatMap((slot: unknown, index) => {
    const [start, shards, capacity] = [starts[index], valueAt(slot, ["shards"]), valueAt(slot, ["capacity"])];
    const isTwice = start !== undefined && starts.indexOf(start) < index;
    const isThin = typeof shards === "number" && typeof capacity === "number" && capacity >= 1 && shards > capacity;
    return [
      ...(isTwice ? [invalidField(`slots[${index}].startsAt`, "time-listed-once", valueAt(slot, ["startsAt"]))] : []),
      ...(isThin ? [invalidField(`slots[${index}].shards`, "at-most-the-capacity", shards)] : []),
    ];
  });
}

function wholeNumber(minimum: number, maximum: number) {
  const rule = `integer-from-${minimum}-to-${maximum}`;
  return z.number(rule).check(z.int(rule), z.gte(minimum, rule), z.lte(maximum, rule));
}

function isWholeMinute(text: string): boolean {
  const time = timeOf(text);
  return time !== undefined && time.getTime() % 60_000 === 0;
}

function isPictureUrl(text: string): boolean {
  return text.length <= maximumLengths.pictureUrl && /^https:\/\/[!-~]+$/.test(text) && URL.canParse(text);
}
