import { useRef, useState } from "preact/hooks";
import type { Slot } from "../api/schemas.ts";
import { count, localDate, longDay } from "../ui/format.ts";
import { dayByKey, monthAfter, weeksOf } from "./month.ts";

interface CalendarProps {
  /** In order. */
  readonly slots: readonly Slot[];
  /** The local date that is chosen. */
  readonly day: string;
  readonly choose: (day: string) => void;
}

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** A month of days, on which those with slots can be chosen, by arrow keys too. */
export function Calendar({ slots, day, choose }: CalendarProps) {
  const free = new Map<string, number>();
  for (const { startsAt, available } of slots) {
    free.set(localDate(startsAt), (free.get(localDate(startsAt)) ?? 0) + available);
  }
  const days = [...free.keys()];
  const [month, setMonth] = useState(day.slice(0, 7));
  const grid = useRef<HTMLTableElement>(null);
  const [first = month, last = month] = [days[0]?.slice(0, 7), days.at(-1)?.slice(0, 7)];
  const inMonth = days.filter((each) => each.startsWith(month));
  const reachable = inMonth.includes(day) ? day : inMonth[0]; // by Tab; the others by arrow keys

  const move = (event: KeyboardEvent, from: string): void => {
    const to = dayByKey(days, from, event.key);
    if (to === undefined) return;
    event.preventDefault();
    setMonth(to.slice(0, 7));
    choose(to);
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-day="${to}"]`)?.focus());
  };

  return (
    <div class="calendar">
      <div class="calendar-head">
        <h3 aria-live="polite">
          {new Date(`${month}-15T12:00`).toLocaleDateString("en-GB", { month: "long", year: "numeric" })}
        </h3>
        <MonthButton label="Earlier" to={monthAfter(month, -1)} isPossible={month > first} go={setMonth} />
        <MonthButton label="Later" to={monthAfter(month, 1)} isPossible={month < last} go={setMonth} />
      </div>
      <table ref={grid} role="grid" aria-label="Days">
        <thead>
          <tr>
            {weekdays.map((weekday) => (
              <th key={weekday} scope="col" abbr={weekday}>
                {weekday.slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week, index) => (
            <tr key={index}>
              {week.map((date, weekday) => {
                if (date === undefined) return <td key={weekday} />;
                const places = free.get(date);
                return (
                  <td key={weekday} aria-selected={date === day}>
                    {places === undefined ? (
                      <span class="calendar-day">{Number(date.slice(8))}</span>
                    ) : (
                      <button
                        type="button"
                        class={`calendar-day ${places === 0 ? "is-sold-out" : "is-free"}`}
                        data-day={date}
                        tabIndex={date === reachable ? 0 : -1}
                        aria-label={`${longDay(date)}, ${places === 0 ? "sold out" : `${count(places, "place")} free`}`}
                        onClick={() => {
                          choose(date);
                        }}
                        onKeyDown={(event) => {
                          move(event, date);
                        }}
                      >
                        {Number(date.slice(8))}
                      </button>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function MonthButton(props: { label: string; to: string; isPossible: boolean; go: (month: string) => void }) {
  const { label, to, isPossible, go } = props;
  return (
    <button
      type="button"
      class="button-quiet"
      disabled={!isPossible}
      onClick={() => {
        go(to);
      }}
    >
      {label}
    </button>
  );
}
