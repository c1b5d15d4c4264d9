import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { BookingMessage } from "../functions/booking/message.ts";
import { firstPart } from "../functions/ledger/claim.ts";
import { partState } from "../functions/ledger/resolve.ts";
import { claimsOf } from "../functions/operations/site.ts";
import type { Site } from "../functions/operations/site.ts";
import { asOperator } from "./ledger/operator-site.ts";
import { archivedWrites } from "./replay/archived-writes.ts";
import type { ArchivedWrite } from "./replay/archived-writes.ts";
import { replayPlaceOf } from "./replay/place.ts";
import { replay } from "./replay/replay.ts";
import { sendWrites } from "./replay/send-writes.ts";
import { runCommand } from "./run-command.ts";

const usage = `npm run replay -- --from <time> --to <time> --region <region> [--bucket <name> --queue <url> --table <name>]
  times in ISO 8601, such as 2026-11-21T18:00:00Z; --from belongs to the span and --to does not`;

/**
 * `npm run replay`: puts what customers have asked for in a span of time on the queue of their region again, from its archive: first
 * bookings, then what was added to them, then cancellations, each when those before are settled. What
 * is in the table already stays as it is, so it may be done at any time, and again.
 */
async function main(): Promise<void> {
  const {
    from: begin,
    to: end,
    region,
    bucket,
    queue,
    table,
  } = parseArgs({
    options: {
      from: { type: "string" },
      to: { type: "string" },
      region: { type: "string" },
      bucket: { type: "string" },
      queue: { type: "string" },
      table: { type: "string" },
    },
  }).values;
  const [from, to] = [timeOf("--from", begin), timeOf("--to", end)];
  if (region === undefined) throw new Error(`--region is needed\nusage: ${usage}`);
  if (from >= to) throw new Error(`--from is ${from.toISOString()} and must come before --to, ${to.toISOString()}`);
  await asOperator({ region, table }, async (site) => {
    const { endpoint, credentials, ...place } = replayPlaceOf(region, { bucket, queueUrl: queue });
    const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: endpoint !== undefined });
    const sqs = new SQSClient({ region, endpoint, credentials });
    try {
      const writes = await archivedWrites({ client: s3, bucket: place.bucket }, { from, to });
      const send = (these: readonly ArchivedWrite[]) => sendWrites({ client: sqs, queueUrl: place.queueUrl }, these);
      const isSettled = ({ message }: ArchivedWrite) => hasSettled(site, message);
      await replay({ send, isSettled, sleep: (time) => setTimeout(time), print }, writes);
    } finally {
      s3.destroy();
      sqs.destroy();
    }
  });
}

/** Whether the region knows what has become of a part of a booking. */
async function hasSettled({ store }: Site, message: BookingMessage): Promise<boolean> {
  const part = message.kind === "claim" ? message.part : firstPart;
  return partState(await claimsOf({ store }, message), message.bookingId, part).status !== "pending";
}

function print(line: string): void {
  console.log(line);
}

function timeOf(option: string, value: string | undefined): Date {
  const time = new Date(value ?? "");
  if (!Number.isNaN(time.getTime())) return time;
  throw new Error(`${option} is ${value ?? "not set"}, and must be a time\nusage: ${usage}`);
}

await runCommand("replay", main);
