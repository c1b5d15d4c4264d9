import type { components } from "../../../api/generated/types.ts";
import { NotFound } from "../../runtime/problem.ts";
import type { Table } from "../../runtime/table.ts";
import { reportRange } from "../keys.ts";
import { readAll } from "../read-all.ts";
import { statusOf, storedReport } from "../report.ts";

type Schemas = components["schemas"];

/** What reading a report needs from outside. */
export interface Dependencies {
  readonly table: Table;
  readonly region: string;
  /** Links to a report's files, for whoever has them. */
  readonly link: (report: { reportId: string; from: string; to: string }) => Promise<Schemas["ReportLinks"]>;
  readonly now: () => Date;
}

/**
 * How far a report has come, as far as this region has heard, with links to its files in the region where it was made.
 *
 * @throws NotFound if the id is malformed or invented, or the report has expired.
 */
export async function readReport(
  { table, region, link, now }: Dependencies,
  reportId: string,
): Promise<Schemas["Report"]> {
  if (!/^[0-9a-f]{32}$/.test(reportId)) throw new NotFound();
  const [found] = await readAll(table, reportRange(reportId), { consistent: true });
  const report = found && storedReport.parse(found);
  if (report === undefined || report.expiresAt * 1000 <= now().getTime()) throw new NotFound();
  const { from, to, askedAt, total, done, failed, finishedAt } = report;
  const status = statusOf(report);
  return {
    ...{ reportId, status, region: report.region, from, to, askedAt },
    ...(total === undefined ? {} : { progress: { done: done?.size ?? 0, total } }),
    ...(status === "failed" ? { failures: [...(failed ?? [])].sort() } : {}),
    ...(finishedAt === undefined ? {} : { finishedAt }),
    ...(finishedAt !== undefined && report.region === region ? { links: await link({ reportId, from, to }) } : {}),
  };
}
