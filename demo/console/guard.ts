import type { IncomingHttpHeaders } from "node:http";

/** What of a request tells who sends it. */
interface Sender {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** The names under which a browser on this machine finds it, whatever the port. */
const loopback = /^(localhost|127\.0\.0\.1)(:\d+)?$/;

/**
 * Why a request does not come from the console's own page; undefined if it does.
 *
 * Anybody's page may send requests to this machine. It cannot choose their `Host`, and a browser sends the `Origin` with all but reads:
 * so a name that leads here by DNS is refused, and a button that is pressed from elsewhere. Reads are kept from others by the browser.
 */
export function refusalOf({ method, headers: { host = "", origin } }: Sender): string | undefined {
  if (!loopback.test(host)) return `the console is found under localhost, and not under ${host || "no name"}`;
  if (method === "GET" || method === "HEAD" || origin === `http://${host}`) return undefined;
  return `the console takes orders of its own page, and not of ${origin ?? "one that does not say where it is from"}`;
}
