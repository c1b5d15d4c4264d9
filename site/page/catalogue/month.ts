/** A month as a calendar shows it: weeks from Monday on, of local dates; undefined for days of other months. */
export type Weeks = readonly (readonly (string | undefined)[])[];

/** The weeks of a month such as `2026-11`. */
export function weeksOf(month: string): Weeks {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const before = (new Date(Date.UTC(year, number - 1, 1)).getUTCDay() + 6) % 7;
  const cells = [
    ...Array.from({ length: before }, () => undefined),
    ...Array.from({ length: days }, (_, index) => `${month}-${String(index + 1).padStart(2, "0")}`),
  ];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => cells[7 * week + day]),
  );
}

/** The month so many months after another. */
export function monthAfter(month: string, count: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
}

/**
 * Where a key of the keyboard leads from a day: left and right to the next day that can be chosen, up and down to that which is a
 * week off or the next beyond, Home and End to the first and the last.
 *
 * @param days the local dates that can be chosen, in order
 * @returns undefined if the key leads nowhere
 */
export function dayByKey(days: readonly string[], from: string, key: string): string | undefined {
  const before = days.filter((day) => day < from);
  const after = days.filter((day) => day > from);
  switch (key) {
    case "ArrowLeft":
      return before.at(-1);
    case "ArrowRight":
      return after[0];
    case "ArrowUp":
      return before.findLast((day) => day <= daysAfter(from, -7));
    case "ArrowDown":
      return after.find((day) => day >= daysAfter(from, 7));
    case "Home":
      return days[0];
    case "End":
      return days.at(-1);
    default:
      return undefined;
  }
}

function daysAfter(date: string, count: number): string {
  const time = new Date(`${date}T12:00Z`);
  time.setUTCDate(time.getUTCDate() + count);
  return time.toISOString().slice(0, 10);
}
