import { type Api, answerOf, dataOf } from "../api/api.ts";
import { ApiProblem } from "../api/problem.ts";
import type { Report } from "../api/schemas.ts";

/** A report that was asked for, and the region that makes it. */
export interface Ordered {
  readonly reportId: string;
  readonly region: string;
}

/** What following a report needs. */
interface WatchOptions {
  readonly api: Api;
  readonly signal: AbortSignal;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly now: () => number;
}

/**
 * Asks for a report over a span of days in UTC, both of which belong to it.
 *
 * @param key the same for the same wish
 */
export async function order(api: Api, span: { from: string; to: string }, key: string): Promise<Ordered> {
  const { data, response } = await answerOf(
    api.client.POST("/reports", { params: { header: { "Idempotency-Key": key } }, body: span }),
  );
  return { reportId: data.reportId, region: api.answeredBy(response) };
}

/**
 * Reads how a report goes until its signal is aborted, and tells every time; that no region answered too. A report that is done is read
 * again before its links expire.
 *
 * @throws ApiProblem if it may not be read, or is not there
 */
export async function watch(
  { reportId, region }: { readonly reportId: string; readonly region: string | undefined },
  { api, signal, sleep, now }: WatchOptions,
  tell: (told: Report | { readonly error: unknown }) => void,
): Promise<void> {
  const fetch = api.routed({ first: region });
  const isLeft = (): boolean => signal.aborted; // which changes while something is awaited
  for (let pause = shortestPause; !isLeft(); pause = Math.min(2 * pause, longestPause)) {
    let links: Report["links"];
    try {
      const report = await dataOf(
        api.client.GET("/reports/{reportId}", { params: { path: { reportId } }, fetch, signal }),
      );
      tell(report);
      ({ links } = report);
    } catch (error) {
      if (isLeft()) return;
      if (error instanceof ApiProblem && isFinal(error)) throw error;
      tell({ error });
    }
    await sleep(links === undefined ? pause : Math.max(Date.parse(links.expiresAt) - margin - now(), longestPause));
  }
}

/** Between two looks at a report that is being made, in milliseconds. */
const [shortestPause, longestPause] = [250, 4000];
/** How long before its end a link is no longer offered, in milliseconds. */
const margin = 30_000;

function isFinal({ status }: ApiProblem): boolean {
  return status < 500 && status !== 429;
}

/** The path of the page that shows a report. */
export function pathOfReport({ reportId, region }: Ordered): string {
  return `/staff/reports/${reportId}?${new URLSearchParams({ region }).toString()}`;
}
