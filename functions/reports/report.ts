import * as z from "zod/mini";

/** A report as the table holds it. Only the region where it was asked for writes it. */
export const storedReport = z.object({
  reportId: z.string(),
  /** Where it was asked for, and where it is made. */
  region: z.string(),
  /** Its first day. */
  from: z.string(),
  /** Its last day. */
  to: z.string(),
  /** What tells what was asked for from anything else. */
  payload: z.string(),
  /** ISO 8601 in UTC. */
  askedAt: z.string(),
  /** When it is forgotten, in seconds since 1970. */
  expiresAt: z.number(),
  /** How many chunks it was cut into; absent until it is planned. */
  total: z.optional(z.number()),
  /** The numbers of the chunks whose parts are written. */
  done: z.optional(z.set(z.number())),
  /** The steps that failed as often as they are tried, or are tried for the last time; or why it cannot be made. */
  failed: z.optional(z.set(z.string())),
  /** When its files were written, ISO 8601 in UTC. */
  finishedAt: z.optional(z.string()),
});

/** A report as the table holds it. */
export type Report = Readonly<z.infer<typeof storedReport>>;

/** The most items that a report is about: the last step, which puts it together, has to fit its time limit. */
export const maximumItems = 1_000;

/** The most days that a report spans. */
export const maximumDays = 366;

/** Days that a report and its files are kept, from when it was asked for. */
export const daysKept = 30;

/** What a report is said to have failed for if it was to be about more items than one can be. */
export const tooManyItems = "too-many-items";

/** How far a report has come. */
export function statusOf({ finishedAt, failed, total }: Report): "queued" | "running" | "done" | "failed" {
  if (finishedAt !== undefined) return "done";
  if (failed !== undefined && failed.size > 0) return "failed";
  return total === undefined ? "queued" : "running";
}

/** Where a report's files lie. */
export function fileKey(reportId: string, format: "csv" | "json"): string {
  return `${reportId}/report.${format}`;
}

/** Where the rows of a chunk lie until the report is put together. */
export function partFileKey(reportId: string, chunk: number): string {
  return `${reportId}/parts/${chunk}.json`;
}
