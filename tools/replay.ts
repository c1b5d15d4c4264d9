import { parseArgs } from "node:util";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { archivedWrites } from "./replay/archived-writes.ts";
import { replayPlaceOf } from "./replay/place.ts";
import { replay } from "./replay/replay.ts";
import { runCommand } from "./run-command.ts";

const usage = `npm run replay -- --from <time> --to <time> --region <region> [--bucket <name> --queue <url>]
  times in ISO 8601, such as 2026-11-21T18:00:00Z; --from belongs to the span and --to does not`;

/**
 * `npm run replay`: puts what customers have asked for in a span of time on the queue of their region again, from its archive: first
 * bookings, then what was added to them, then cancellations, each when the queue is done with those before. What
 * is in the table already stays as it is, so it may be done at any time, and again.
 */
async function main(): Promise<void> {
  const {
    from: begin,
    to: end,
    region,
    bucket,
    queue,
  } = parseArgs({
    options: {
      from: { type: "string" },
      to: { type: "string" },
      region: { type: "string" },
      bucket: { type: "string" },
      queue: { type: "string" },
    },
  }).values;
  const [from, to] = [timeOf("--from", begin), timeOf("--to", end)];
  if (region === undefined) throw new Error(`--region is needed\nusage: ${usage}`);
  if (from >= to) throw new Error(`--from is ${from.toISOString()} and must come before --to, ${to.toISOString()}`);
  const place = replayPlaceOf(region, { bucket, queueUrl: queue });
  const { endpoint, credentials } = place;
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: endpoint !== undefined });
  const sqs = new SQSClient({ region, endpoint, credentials });
  try {
    const writes = await archivedWrites({ client: s3, bucket: place.bucket }, { from, to });
    await replay({ client: sqs, queueUrl: place.queueUrl }, writes, (line) => {
      console.log(line);
    });
  } finally {
    s3.destroy();
    sqs.destroy();
  }
}

function timeOf(option: string, value: string | undefined): Date {
  const time = new Date(value ?? "");
  if (!Number.isNaN(time.getTime())) return time;
  throw new Error(`${option} is ${value ?? "not set"}, and must be a time\nusage: ${usage}`);
}

await runCommand("replay", main);
