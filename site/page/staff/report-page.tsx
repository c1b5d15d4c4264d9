import { useEffect, useState } from "preact/hooks";
import type { Report } from "../api/schemas.ts";
import { here, Link } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useServices } from "../app/services.ts";
import { after } from "../app/sleep.ts";
import { dayAndTime, longDay } from "../ui/format.ts";
import { Complaint, Failure, Loading } from "../ui/notice.tsx";
import { watch } from "./reports.ts";
import { StaffTabs } from "./staff-tabs.tsx";

/** A report, live. */
export function ReportPage({ reportId }: { reportId: string }) {
  usePageTitle("Report");
  const { report, error, retry } = useReport(reportId);
  return (
    <>
      <h1 tabIndex={-1}>Harbour office</h1>
      <StaffTabs current="reports" />
      {report === undefined && error === undefined && <Loading what="the report" rows={1} />}
      {report === undefined && error !== undefined && <Failure error={error} retry={retry} />}
      {report !== undefined && <Progress report={report} />}
      <Complaint error={report && error} />
      <p>
        <Link to="/staff/reports" class="button-quiet">
          Another report
        </Link>
      </p>
    </>
  );
}

function Progress({ report }: { report: Report }) {
  const { status, region, from, to, askedAt, progress: { done, total } = { done: 0, total: 0 }, links } = report;
  const parts = Math.max(total, 1);
  return (
    <section class="panel report" aria-labelledby="report">
      <h2 id="report">
        {longDay(from)} to {longDay(to)}
      </h2>
      <p role="status">
        {tellings[status]}
        {status === "running" && ` ${done} of ${parts} parts are there.`}
      </p>
      <progress aria-label="Parts of the report" max={parts} value={status === "done" ? parts : done} />
      {status === "failed" && <Failures failures={report.failures} />}
      {links !== undefined && (
        <p class="buttons">
          <a class="button" href={links.csv} download>
            For a spreadsheet (CSV)
          </a>
          <a class="button-quiet" href={links.json} download>
            For programs (JSON)
          </a>
        </p>
      )}
      {status === "done" && links === undefined && (
        <p>Its files are in {region}, which does not answer just now. They are offered here as soon as it does.</p>
      )}
      <p class="hint">
        Asked for on {dayAndTime(askedAt)} in {region}. What was sold in the last second may be missing.
      </p>
    </section>
  );
}

const tellings: Readonly<Record<Report["status"], string>> = {
  queued: "It is about to begin.",
  running: "It is being made.",
  done: "It is ready.",
  failed: "It got stuck.",
};

function Failures({ failures = [] }: Pick<Report, "failures">) {
  if (failures.includes("too-many-items")) return <p>There are more than 1,000 items. Ask by API for some of them.</p>;
  return <p>Nothing is lost: those who run Berth are told, and it goes on when they have mended it.</p>;
}

/** What is known of a report at the moment. */
interface Known {
  readonly report?: Report;
  /** Why it could not be read the last time; undefined if it could. */
  readonly error?: unknown;
}

/** Follows a report while a component is shown. */
function useReport(reportId: string): Known & { readonly retry: () => void } {
  const { api } = useServices();
  const [known, setKnown] = useState<Known>({});
  const [round, setRound] = useState(0);
  const region = here().searchParams.get("region") ?? undefined;
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    const options = { api, signal, sleep: (time: number) => after(time, signal), now: Date.now };
    const tell = (told: Report | { readonly error: unknown }): void => {
      if (signal.aborted) return;
      if ("reportId" in told) setKnown({ report: told });
      else setKnown((before) => ({ ...before, error: told.error }));
    };
    watch({ reportId, region }, options, tell).catch((error: unknown) => {
      tell({ error });
    });
    return () => {
      leaving.abort();
    };
  }, [reportId, round]);
  return {
    ...known,
    retry: () => {
      setKnown({});
      setRound((before) => before + 1);
    },
  };
}
