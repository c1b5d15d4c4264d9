import { GetObjectCommand } from "@aws-sdk/client-s3";
import * as z from "zod/mini";
import { fileKey, partFileKey } from "../report.ts";
import type { Report } from "../report.ts";
import { byDayAndItem, storedRow } from "../rows.ts";
import type { Row } from "../rows.ts";
import { chunksByMonth } from "./chunks.ts";
import { csvLine } from "./csv.ts";
import { finished } from "./progress.ts";
import type { Site } from "./site.ts";
import { Upload } from "./upload.ts";

const storedPart = z.array(storedRow);

/** The columns of a report. */
const columns = [
  ...["day", "itemId", "title", "slots", "capacity"],
  ...["unitsBooked", "occupancy", "sales", "currency"],
] as const;

/** Puts the rows of all chunks together into the report's files, month by month. Doing it again changes nothing. */
export async function merge(site: Site, report: Report): Promise<void> {
  const { bucket, currency, now } = site;
  const { reportId, total = 0 } = report;
  const begin = (format: "csv" | "json", contentType: string) =>
    Upload.begin(bucket, { key: fileKey(reportId, format), contentType });
  const [csv, json] = await Promise.all([
    begin("csv", "text/csv; charset=utf-8; header=present"),
    begin("json", "application/json"),
  ]);
  try {
    await Promise.all([csv.write(csvLine(columns)), json.write("[")]);
    let separator = "\n";
    for (const chunks of chunksByMonth(report, total)) {
      const rows = await rowsOfMonth(site, reportId, chunks);
      if (rows.length === 0) continue;
      const records = rows.map((row) => recordOf(row, currency));
      await Promise.all([
        csv.write(records.map((record) => csvLine(Object.values(record))).join("")),
        json.write(separator + records.map((record) => JSON.stringify(record)).join(",\n")),
      ]);
      separator = ",\n";
    }
    await json.write("\n]\n");
    await Promise.all([csv.complete(), json.complete()]);
  } catch (error) {
    await Promise.allSettled([csv.abort(), json.abort()]);
    throw error;
  }
  await finished(site, reportId, now());
}

async function rowsOfMonth({ bucket }: Site, reportId: string, chunks: readonly number[]): Promise<Row[]> {
  const parts = await Promise.all(
    chunks.map(async (chunk) => {
      const part = new GetObjectCommand({ Bucket: bucket.name, Key: partFileKey(reportId, chunk) });
      const { Body: body } = await bucket.client.send(part);
      return storedPart.parse(JSON.parse((await body?.transformToString()) ?? ""));
    }),
  );
  return parts.flat().sort(byDayAndItem);
}

/** A row as people get it, in the order of the columns. */
function recordOf({ day, itemId, title, slots, capacity, unitsBooked, sales }: Row, currency: string) {
  const occupancy = Math.round((10_000 * unitsBooked) / capacity) / 10_000;
  return { day, itemId, title, slots, capacity, unitsBooked, occupancy, sales, currency } satisfies Record<
    (typeof columns)[number],
    string | number
  >;
}
