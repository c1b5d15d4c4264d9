import { useEffect, useRef, useState } from "preact/hooks";
import type { Report } from "../api/upcoming.ts";
import { usePageTitle } from "../app/page-title.ts";
import { useServices } from "../app/services.ts";
import { after } from "../app/sleep.ts";
import { textIn } from "../ui/form.ts";
import { localDate } from "../ui/format.ts";
import { Complaint } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { type Ordered, order, watch } from "./reports.ts";
import { StaffTabs } from "./staff-tabs.tsx";

/** Reports of occupancy and sales. */
export function ReportsPage() {
  usePageTitle("Reports");
  const { api } = useServices();
  const action = useAction();
  const keys = useRef(new Map<string, string>());
  const [ordered, setOrdered] = useState<Ordered>();
  const today = localDate(new Date());
  const inAMonth = localDate(new Date(Date.now() + 30 * 86_400_000));
  return (
    <>
      <h1 tabIndex={-1}>Harbour office</h1>
      <StaffTabs current="reports" />
      <p class="lead">How full it was and what was sold, by item and day.</p>
      <form
        class="form form-row panel"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const span = { from: textIn(form, "from"), to: textIn(form, "to") };
          action.run(async () => {
            const wish = JSON.stringify(span);
            const key = keys.current.get(wish) ?? crypto.randomUUID();
            keys.current.set(wish, key);
            setOrdered(await order(api, span, key));
            keys.current.delete(wish); // asked for again, it is another report
          });
        }}
      >
        <label class="field">
          <span>From</span>
          <input name="from" type="date" required defaultValue={today} />
        </label>
        <label class="field">
          <span>Until</span>
          <input name="to" type="date" required defaultValue={inAMonth} />
        </label>
        <button type="submit" class="button" disabled={action.isRunning}>
          Make the report
        </button>
        <Complaint error={action.error} />
      </form>
      {ordered !== undefined && <Progress key={ordered.report.reportId} ordered={ordered} />}
    </>
  );
}

function Progress({ ordered }: { ordered: Ordered }) {
  const { api } = useServices();
  const [report, setReport] = useState<Report>(ordered.report);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const leaving = new AbortController();
    const { signal } = leaving;
    watch(ordered, { api, signal, sleep: (time) => after(time, signal) }, setReport).catch((reason: unknown) => {
      if (!signal.aborted) setError(reason);
    });
    return () => {
      leaving.abort();
    };
  }, [ordered]);
  const { status, progress: { done = 0, total = 0 } = {}, links } = report;
  return (
    <section class="panel report" aria-labelledby="report">
      <h2 id="report">The report</h2>
      <p role="status">
        {
          { queued: "It is about to begin.", running: "It is being made.", done: "It is ready.", failed: "It failed." }[
            status
          ]
        }
        {total > 0 && ` ${done} of ${total} parts are there.`}
      </p>
      <progress
        aria-label="Parts of the report"
        max={Math.max(total, 1)}
        value={status === "done" ? Math.max(total, 1) : done}
      />
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
      {status === "failed" && <p>Nothing was lost. Those who run this have been told.</p>}
      <Complaint error={error} />
    </section>
  );
}
