import { z } from "zod";

const batchResponse = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Which messages of a batch failed, by the response of a function that reports it. Nothing, null and an empty list
 * are a success; what cannot be read, or names a message that was not in the batch, is a failure of all
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
export function failedMessages(payload: unknown, messageIds: readonly string[]): ReadonlySet<string> {
  if (payload === null || payload === undefined || payload === "") return new Set();
  const result = batchResponse.safeParse(payload);
  if (!result.success) return new Set(messageIds);
  const failed = (result.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return new Set(failed.every((id) => messageIds.includes(id)) ? failed : messageIds);
}
