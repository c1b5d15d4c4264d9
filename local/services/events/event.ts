/** An event as rules, archives and targets see it: https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export interface BusEvent {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  readonly account: string;
  /** To the second, such as `2026-11-21T18:30:00Z`. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** A time as events have it. */
export function eventTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
