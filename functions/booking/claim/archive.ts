import { PutRecordBatchCommand } from "@aws-sdk/client-firehose";
import type { FirehoseClient } from "@aws-sdk/client-firehose";
import { withBackoff } from "../../runtime/backoff.ts";
import type { Backoff } from "../../runtime/backoff.ts";
import type { BookingMessage } from "../message.ts";
import { writeKinds } from "../write-kinds.ts";

/** A write that a customer has made, as a message of the queue carries it. */
interface Write {
  readonly message: BookingMessage;
  readonly correlationId: string;
}

/** The archive did not take a write. */
export class NotArchived extends Error {
  override readonly name = "NotArchived";
}

/** Whether a message is what a customer has asked for, and not what another region has forwarded. */
function isWrite({ message }: Write): boolean {
  return message.kind === "cancel" || message.search === undefined;
}

/** How long a call of the archive may take, in milliseconds: far less than the function has, as bookings wait in the queue meanwhile. */
const patience = 1_000;

/**
 * Puts what customers have asked for to the archive, so that it can be put on the queue again. What it does not take, or not in
 * time, is tried once more.
 *
 * @returns those that it has not taken; none if all is well
 */
export async function archiveWrites<Of extends Write>(
  archive: { readonly client: FirehoseClient; readonly stream: string },
  deliveries: readonly Of[],
  { region, backoff = { tries: 2 } }: { readonly region: string; readonly backoff?: Backoff },
): Promise<Map<Of, NotArchived>> {
  let left = deliveries.filter(isWrite);
  if (left.length === 0) return new Map();
  const attempt = async () => {
    const { RequestResponses: answers = [] } = await archive.client.send(
      new PutRecordBatchCommand({
        DeliveryStreamName: archive.stream,
        Records: left.map((write) => ({ Data: Buffer.from(JSON.stringify(archived(write, region))) })),
      }),
      { abortSignal: AbortSignal.timeout(patience) },
    );
    const refused = left.flatMap((write, index) => {
      const { ErrorCode: code, ErrorMessage: message = "" } = answers[index] ?? {};
      return code === undefined ? [] : [{ write, problem: `${code}: ${message}` }];
    });
    left = refused.map(({ write }) => write);
    const [first] = refused;
    if (first !== undefined) throw new NotArchived(first.problem);
  };
  try {
    await withBackoff(attempt, () => true, backoff);
    return new Map();
  } catch (cause) {
    const error = cause instanceof NotArchived ? cause : new NotArchived("the archive could not be reached", { cause });
    return new Map(left.map((write) => [write, error]));
  }
}

/** A write as it lies in the archive, in the form of an event. */
function archived({ message, correlationId }: Write, region: string) {
  return {
    "detail-type": writeKinds[message.kind],
    source: "berth.booking",
    time: message.acceptedAt,
    region,
    detail: { correlationId, message },
  };
}
