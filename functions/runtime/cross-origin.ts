/** The origins in an environment variable, a list in JSON. */
export function originsFrom(variable: string): readonly string[] {
  return JSON.parse(variable) as string[];
}

/** What a page has to be let read, besides the few headers that it always may. */
const exposed = ["ETag", "Location", "Retry-After", "X-Correlation-Id"].join(", ");

/**
 * Headers that let the page which asks read an answer, if its origin is an allowed one. What is asked of a page's origin is never
 * answered to another's: who keeps the answer has to tell origins apart.
 *
 * @param asking the request's `Origin`; undefined if it has none
 */
export function crossOriginHeaders(allowed: readonly string[], asking: string | undefined): Record<string, string> {
  if (allowed.length === 0) return {};
  const isAllowed = asking !== undefined && allowed.includes(asking);
  return {
    vary: "Origin",
    ...(isAllowed && { "access-control-allow-origin": asking, "access-control-expose-headers": exposed }),
  };
}
