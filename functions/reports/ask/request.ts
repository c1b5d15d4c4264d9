import * as z from "zod/mini";
import { keyErrors } from "../../runtime/idempotency-key.ts";
import { parseBody, valueAt } from "../../runtime/json-body.ts";
import type { RawBody } from "../../runtime/json-body.ts";
import { invalidField } from "../../runtime/problem.ts";
import type { InvalidField } from "../../runtime/problem.ts";
import { maximumDays, maximumItems } from "../report.ts";

/** What `POST /reports` is given, as text. */
interface RawRequest extends RawBody {
  readonly idempotencyKey: string | undefined;
}

/** What a report is to be about. */
export interface Wanted {
  /** The first day, in UTC. */
  readonly from: string;
  /** The last day, in UTC. */
  readonly to: string;
  /** In any order, none twice; undefined for all. */
  readonly itemIds?: readonly string[];
}

// A rule's text is what a client is told that breaks it.
const dayRule = "date-yyyy-mm-dd";
const idRule = "letters-digits-hyphens-at-most-64";
const itemsRule = `from-1-to-${maximumItems}-items`;

const day = z.string(dayRule).check(z.iso.date(dayRule));
const itemId = z.string(idRule).check(z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, idRule));

const requestBody = z.strictObject(
  {
    from: day,
    to: day,
    itemIds: z.optional(
      z.array(itemId, itemsRule).check(z.minLength(1, itemsRule), z.maxLength(maximumItems, itemsRule)),
    ),
  },
  "object",
);

/**
 * What is wanted, and the key under which it is asked for.
 *
 * @throws UnsupportedMediaType if the body is not JSON by its type.
 * @throws InvalidRequest naming every field that breaks a rule, at once.
 */
export function parseRequest(raw: RawRequest): Wanted & { readonly idempotencyKey: string } {
  const { idempotencyKey = "" } = raw;
  const check = (body: unknown) => [...span(body), ...repeated(body)];
  return { idempotencyKey, ...parseBody(raw, requestBody, { found: keyErrors(raw.idempotencyKey), check }) };
}

/** What is wrong with the two days together. */
function span(body: unknown): InvalidField[] {
  const [from, to] = [day.safeParse(valueAt(body, ["from"])), day.safeParse(valueAt(body, ["to"]))];
  if (!from.success || !to.success) return [];
  const days = (Date.parse(to.data) - Date.parse(from.data)) / 86_400_000 + 1;
  if (days < 1) return [invalidField("to", "not-before-from", to.data)];
  return days > maximumDays ? [invalidField("to", `at-most-${maximumDays}-days`, to.data)] : [];
}

/** zod looks at the whole only where each field is right; a client is told of all at once. */
function repeated(body: unknown): InvalidField[] {
  const ids = valueAt(body, ["itemIds"]);
  if (!Array.isArray(ids)) return [];
  const seen = new Set<unknown>();
  return ids.flatMap((id: unknown, index) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return typeof id === "string" ? [invalidField(`itemIds[${index}]`, "item-listed-once", id)] : [];
  });
}
