import * as z from "zod/mini";
import { pageOf } from "../../runtime/page.ts";
import type { Page } from "../../runtime/page.ts";
import { invalidField } from "../../runtime/problem.ts";
import type { InvalidField } from "../../runtime/problem.ts";
import { kinds, wordsOf } from "../item.ts";
import { listingPrefix } from "../keys.ts";
import { timeOf } from "../time.ts";
import type { Search, Span } from "./catalogue.ts";

/** The most characters that are looked for. */
export const maximumQuery = 100;

const queryRule = `text-of-at-most-${maximumQuery}-characters`;
const timeRule = "date-or-time-with-zone";

/**
 * What a query looks for, and which page of it.
 *
 * @param now what has begun is not looked for
 * @throws InvalidRequest naming every parameter that breaks a rule, at once.
 */
export function searchOf(query: URLSearchParams, now: Date): { search: Search; page: Page } {
  const [text, kind] = [query.get("q") ?? "", query.get("kind") ?? undefined];
  const { span, errors } = spanOf(query, now);
  const found: InvalidField[] = [
    ...(text.length > maximumQuery ? [invalidField("q", queryRule, text)] : []),
    ...(kind !== undefined && !kinds.some((one) => one === kind)
      ? [invalidField("kind", kinds.join("-or-"), kind)]
      : []),
    ...errors,
  ];
  const page = pageOf(query, { prefix: listingPrefix, defaultLimit: 25, found });
  return { search: { words: wordsOf(text), kind, span }, page };
}

function spanOf(query: URLSearchParams, now: Date): { span: Span | undefined; errors: InvalidField[] } {
  const [from, to] = [query.get("from"), query.get("to")];
  if (from === null && to === null) return { span: undefined, errors: [] };
  const first = from === null ? now : edgeOf(from, "begin");
  const end = to === null ? null : edgeOf(to, "end");
  const errors = [
    ...(first === undefined ? [invalidField("from", timeRule, from)] : []),
    ...(end === undefined ? [invalidField("to", timeRule, to)] : []),
    ...(from !== null && first && end && end <= first ? [invalidField("to", "after-from", to)] : []),
  ];
  if (errors.length > 0 || first === undefined) return { span: undefined, errors };
  const later = first > now ? first : now;
  return { span: { from: later.toISOString(), before: end?.toISOString() }, errors };
}

const day = z.iso.date();

/** A time, or the beginning or end of a day in UTC. */
function edgeOf(text: string, which: "begin" | "end"): Date | undefined {
  if (!day.safeParse(text).success) return timeOf(text);
  const midnight = new Date(text);
  if (which === "end") midnight.setUTCDate(midnight.getUTCDate() + 1);
  return midnight.getUTCFullYear() > 9999 ? undefined : midnight; // the order of longer years is not that of their text
}
