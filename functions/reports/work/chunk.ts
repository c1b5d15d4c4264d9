import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { Range } from "../keys.ts";
import { readAll } from "../read-all.ts";
import { partFileKey } from "../report.ts";
import type { Report } from "../report.ts";
import { nameOf } from "../steps.ts";
import type { StepOf } from "../steps.ts";
import { rowsOfItem } from "./item-rows.ts";
import { chunkDone } from "./progress.ts";
import type { Site } from "./site.ts";

/** Finds the rows of a chunk and keeps them; after the last one has the report put together. Doing it again changes nothing. */
export async function doChunk(
  site: Site,
  report: Report,
  { step, correlationId }: { step: StepOf<"chunk">; correlationId: string },
): Promise<void> {
  const { table, bucket } = site;
  const { reportId, chunk, month, itemIds } = step;
  if (report.done?.has(chunk) !== true) {
    const read = (range: Range) => readAll(table, range);
    const rows = await Promise.all(itemIds.map((itemId) => rowsOfItem(read, report, { itemId, month })));
    const part = new PutObjectCommand({
      Bucket: bucket.name,
      Key: partFileKey(reportId, chunk),
      Body: JSON.stringify(rows.flat()),
      ContentType: "application/json",
    });
    await bucket.client.send(part);
  }
  const after = await chunkDone(site, reportId, { chunk, step: nameOf(step) });
  const isLast = after !== undefined && after.finishedAt === undefined && after.done?.size === after.total;
  if (isLast) await site.send([{ version: 1, kind: "merge", reportId }], correlationId);
}
