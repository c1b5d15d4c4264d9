import { type Api, answerOf } from "../api/api.ts";
import type { Report } from "../api/upcoming.ts";

/** A report, and the region that makes it. */
export interface Ordered {
  readonly report: Report;
  readonly region: string;
}

/**
 * Asks for a report over a span of dates, both of which belong to it.
 *
 * @param key the same for the same wish
 */
export async function order(api: Api, span: { from: string; to: string }, key: string): Promise<Ordered> {
  const { data, response } = await answerOf(
    api.client.POST("/reports", { params: { header: { "Idempotency-Key": key } }, body: span }),
  );
  return { report: data, region: api.answeredBy(response) };
}

/** How a report goes, read until it is done or failed. */
export async function watch(
  { report: { reportId }, region }: Ordered,
  { api, signal, sleep }: { api: Api; signal: AbortSignal; sleep: (milliseconds: number) => Promise<void> },
  tell: (report: Report) => void,
): Promise<void> {
  const fetch = api.routed({ first: region });
  for (let pause = 250; !signal.aborted; pause = Math.min(2 * pause, 2000)) {
    const { data: report } = await answerOf(
      api.client.GET("/reports/{reportId}", { params: { path: { reportId } }, fetch, signal }),
    );
    tell(report);
    if (report.status === "done" || report.status === "failed") return;
    await sleep(pause);
  }
}
