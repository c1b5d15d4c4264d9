import type { GivenUp } from "./delivery.ts";
import type { DiscardedBatch } from "./discarded-batch.ts";

interface Discarder {
  readonly functionArn: string;
  readonly executedVersion: string;
  readonly streamArn: string;
}

/** What is told of a batch that was given up. */
export function discardedBatch(
  { entries, condition, invocations, last }: GivenUp,
  { functionArn, executedVersion, streamArn }: Discarder,
): DiscardedBatch {
  const [first] = entries;
  const end = entries.at(-1);
  return {
    requestContext: {
      requestId: last?.requestId ?? "",
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    ...(last === undefined
      ? {}
      : {
          responseContext: {
            statusCode: 200,
            executedVersion,
            ...(last.functionError === undefined ? {} : { functionError: "Unhandled" }),
          },
        }),
    version: "1.0",
    timestamp: new Date().toISOString(),
    DDBStreamBatchInfo: {
      shardId: first?.ticket.shardId ?? "",
      startSequenceNumber: first?.ticket.sequenceNumber ?? "",
      endSequenceNumber: end?.ticket.sequenceNumber ?? "",
      approximateArrivalOfFirstRecord: arrival(first?.writtenAt),
      approximateArrivalOfLastRecord: arrival(end?.writtenAt),
      batchSize: entries.length,
      streamArn,
    },
  };
}

/** To the second, as streams have it. */
function arrival(milliseconds = 0): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
