import { monthOf } from "../keys.ts";
import type { StepOf } from "../steps.ts";

/**
 * How many items a chunk is about, each for one month. With 12 slots a day of 10 bookings each, that is 40,000 sales to read, a
 * few seconds' work; with one slot a day it is done at once.
 */
export const itemsPerChunk = 10;

/** The days of a report, both ends included. */
interface Span {
  readonly from: string;
  readonly to: string;
}

/** The months that have a day of the span. */
export function monthsOf({ from, to }: Span): string[] {
  const months: string[] = [];
  const month = new Date(`${monthOf(from)}-01T00:00:00Z`);
  while (monthOf(month.toISOString()) <= monthOf(to)) {
    months.push(monthOf(month.toISOString()));
    month.setUTCMonth(month.getUTCMonth() + 1);
  }
  return months;
}

/** The chunks of a report: for each month all groups of items, so that the rows of a month lie in consecutive chunks. */
export function chunksOf(reportId: string, span: Span, itemIds: readonly string[]): StepOf<"chunk">[] {
  const groups = Array.from({ length: Math.ceil(itemIds.length / itemsPerChunk) }, (_, index) =>
    itemIds.slice(index * itemsPerChunk, (index + 1) * itemsPerChunk),
  );
  return monthsOf(span)
    .flatMap((month) => groups.map((group) => ({ month, itemIds: group })))
    .map((part, chunk) => ({ version: 1, kind: "chunk", reportId, chunk, ...part }));
}

/** The numbers of the chunks of each month, in the order of the months. */
export function chunksByMonth(span: Span, total: number): number[][] {
  const months = monthsOf(span);
  const groups = total / months.length;
  return months.map((_, month) => Array.from({ length: groups }, (_, group) => month * groups + group));
}
