import { invalidField, InvalidRequest } from "./problem.ts";
import type { InvalidField } from "./problem.ts";

/** Which part of a list a client asks for. */
export interface Page {
  /** The most entries, 1 to 100. */
  readonly limit: number;
  /** The sort key after which the page begins; undefined for the first. */
  readonly after: string | undefined;
}

/** The most entries of a page. */
export const maximumLimit = 100;

/**
 * The page that a query asks for with `limit` and `cursor`, of a list whose sort keys all begin with `prefix`.
 *
 * @param found faults that were found elsewhere in the request; the client is told of all at once
 * @throws InvalidRequest naming each of the two that is not valid, and what was found elsewhere.
 */
export function pageOf(
  query: URLSearchParams,
  { prefix, defaultLimit, found = [] }: { prefix: string; defaultLimit: number; found?: InvalidField[] },
): Page {
  const limit = query.get("limit");
  const cursor = query.get("cursor");
  const after = cursor === null ? undefined : sortKeyOf(cursor);
  const errors = [
    ...found,
    ...(limit === null || (/^[0-9]{1,3}$/.test(limit) && Number(limit) >= 1 && Number(limit) <= maximumLimit)
      ? []
      : [invalidField("limit", `integer-from-1-to-${maximumLimit}`, limit)]),
    ...(cursor === null || after?.startsWith(prefix) ? [] : [invalidField("cursor", "from-the-page-before", cursor)]),
  ];
  if (errors.length > 0) throw new InvalidRequest(errors);
  return { limit: limit === null ? defaultLimit : Number(limit), after };
}

/** A sort key as a client may carry it: without meaning, and safe in a URL. */
export function cursorOf(sortKey: string): string {
  return Buffer.from(sortKey, "utf8").toString("base64url");
}

function sortKeyOf(cursor: string): string | undefined {
  const sortKey = Buffer.from(cursor, "base64url").toString("utf8");
  return cursorOf(sortKey) === cursor ? sortKey : undefined;
}
