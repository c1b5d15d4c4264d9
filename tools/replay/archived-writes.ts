import { gunzipSync } from "node:zlib";
import { GetObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import type { S3Client } from "@aws-sdk/client-s3";
import { bookingMessage } from "../../functions/booking/message.ts";
import type { BookingMessage } from "../../functions/booking/message.ts";
import { writeKinds } from "../../functions/booking/write-kinds.ts";

/** What a customer has asked for, as it was on the queue. */
export interface ArchivedWrite {
  readonly message: BookingMessage;
  readonly correlationId: string;
}

const day = 24 * 3_600_000;

/**
 * What customers have asked for from a time up to, but not including, another, in the order of time and each once, though the
 * archive may hold it several times.
 *
 * @throws Error if an object of the archive holds something else, naming it
 */
export async function archivedWrites(
  { client, bucket }: { readonly client: S3Client; readonly bucket: string },
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<ArchivedWrite[]> {
  const found = new Map<string, ArchivedWrite>();
  for (const kind of Object.values(writeKinds)) {
    for (const date of datesOf(from, to)) {
      const Prefix = `kind=${kind}/date=${date}/`;
      for await (const { Contents: objects = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix })) {
        for (const { Key = "" } of objects) {
          const { Body: body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
          const text = gunzipSync((await body?.transformToByteArray()) ?? Buffer.of()).toString();
          for (const line of text.split("\n").filter((each) => each !== "")) {
            const write = writeFrom(line, Key);
            const at = Date.parse(write.message.acceptedAt);
            if (at >= from.getTime() && at < to.getTime()) found.set(idOf(write.message), write);
          }
        }
      }
    }
  }
  return [...found.values()].toSorted((left, right) => left.message.acceptedAt.localeCompare(right.message.acceptedAt));
}

/**
 * The dates under which it may lie: it comes to the archive when it is claimed, which may be as late as it is kept, 4 days in the
 * queue and 14 as a dead letter.
 */
function datesOf(from: Date, to: Date): string[] {
  const first = Math.floor(from.getTime() / day);
  const last = Math.min(Math.floor(to.getTime() / day) + 18, Math.floor(Date.now() / day));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    new Date((first + index) * day).toISOString().slice(0, 10),
  );
}

function writeFrom(line: string, key: string): ArchivedWrite {
  try {
    const { detail } = JSON.parse(line) as { detail: { message: unknown; correlationId: string } };
    return { message: bookingMessage.parse(detail.message), correlationId: detail.correlationId };
  } catch (cause) {
    throw new Error(`${key} holds a line that is no archived write; nothing was replayed`, { cause });
  }
}

function idOf(message: BookingMessage): string {
  return [message.kind, message.bookingId, message.kind === "claim" ? message.part : ""].join(" ");
}
