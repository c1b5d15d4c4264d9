/** How many days a report may be about. */
const mostDays = 366;

/** The date in UTC, such as `2026-11-22`. */
export function today(now = new Date()): string {
  return now.toISOString().slice(0, 10);
}

/** The last of so many days from a date on; undefined if that is none. */
export function lastDay(from: string, days: number): string | undefined {
  const time = new Date(`${from}T00:00Z`);
  if (Number.isNaN(time.getTime())) return undefined;
  time.setUTCDate(time.getUTCDate() + days - 1);
  return time.toISOString().slice(0, 10);
}

/** The last day of the longest report that begins on a date. */
export function latestEnd(from: string): string | undefined {
  return lastDay(from, mostDays);
}
