import { createHash } from "node:crypto";
import type { HttpRequest, Operation } from "./http.ts";

/** What an answer for all callers may depend on: what API Gateway tells kept answers apart by, and nothing of who asks. */
export type SharedRequest = Pick<HttpRequest, "parameters" | "query">;

/** An answer, and the entity tag that names it. */
interface Named {
  readonly body: object;
  /** A strong entity tag, with its quotes. @default a digest of the body */
  readonly etag?: string;
}

/**
 * An operation whose answer is the same for every caller and may be kept: it carries a strong `ETag`, and `Cache-Control`, and is
 * 304 without a body if `If-None-Match` says that the client has it (RFC 9110, section 13.1.2). Problems carry neither.
 *
 * @param keptSeconds how long it may be kept, the operation's `x-berth-cache` in the API document
 */
export function sharedAnswer(keptSeconds: number, operation: (request: SharedRequest) => Promise<Named>): Operation {
  return async ({ event, parameters }) => {
    const request = {
      parameters: { ...parameters, ...Object.fromEntries(definedIn(event.pathParameters)) },
      // Of a parameter that stands twice, API Gateway tells answers apart by the one value that is here.
      query: new URLSearchParams(definedIn(event.queryStringParameters)),
    };
    const named = await operation(request);
    const body = JSON.stringify(named.body);
    const etag = named.etag ?? `"${createHash("sha256").update(body).digest("base64url")}"`;
    const headers = { etag, "cache-control": `private, max-age=${keptSeconds}` };
    if (isAmong(ifNoneMatchOf(event.headers), etag)) return new Response(null, { status: 304, headers });
    return new Response(body, { headers: { ...headers, "content-type": "application/json" } });
  };
}

/** The one value that API Gateway tells answers apart by. */
function ifNoneMatchOf(headers: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === "if-none-match")?.[1] ?? "";
}

/** Whether a list of entity tags, or `*`, names a tag; compared weakly, as `If-None-Match` is. */
function isAmong(list: string, etag: string): boolean {
  if (list.trim() === "*") return true;
  return [...list.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag);
}

function definedIn(values: Readonly<Record<string, string | undefined>> | null): [string, string][] {
  return Object.entries(values ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
}
