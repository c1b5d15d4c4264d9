import { useRef, useState } from "preact/hooks";
import { goTo } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { useServices } from "../app/services.ts";
import { textIn } from "../ui/form.ts";
import { Complaint } from "../ui/notice.tsx";
import { useAction } from "../ui/use-action.ts";
import { lastDay, latestEnd, today } from "./days.ts";
import { order, pathOfReport } from "./reports.ts";
import { StaffTabs } from "./staff-tabs.tsx";

/** Asks for a report of occupancy and sales. */
export function ReportsPage() {
  usePageTitle("Reports");
  const { api } = useServices();
  const action = useAction();
  const keys = useRef(new Map<string, string>());
  const [from, setFrom] = useState(today());
  return (
    <>
      <h1 tabIndex={-1}>Harbour office</h1>
      <StaffTabs current="reports" />
      <p class="lead">How full it was and what was sold, by item and day.</p>
      <form
        class="form form-row panel"
        onSubmit={(event) => {
          event.preventDefault();
          const span = { from, to: textIn(new FormData(event.currentTarget), "to") };
          action.run(async () => {
            const wish = JSON.stringify(span);
            const key = keys.current.get(wish) ?? crypto.randomUUID(); // the same, if no answer came the last time
            keys.current.set(wish, key);
            goTo(pathOfReport(await order(api, span, key)));
          });
        }}
      >
        <label class="field">
          <span>First day</span>
          <input
            name="from"
            type="date"
            required
            value={from}
            onInput={(event) => {
              setFrom(event.currentTarget.value);
            }}
          />
        </label>
        <label class="field">
          <span>Last day</span>
          <input name="to" type="date" required min={from} max={latestEnd(from)} defaultValue={lastDay(today(), 31)} />
        </label>
        <button type="submit" class="button" disabled={action.isRunning}>
          {action.isRunning ? "Asking…" : "Make the report"}
        </button>
        <p class="hint">Both days belong to it, 366 at most. A day begins at midnight UTC.</p>
        <Complaint error={action.error} />
      </form>
    </>
  );
}
