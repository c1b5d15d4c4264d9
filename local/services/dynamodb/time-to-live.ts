import { z } from "zod";

const records = z.looseObject({
  Records: z.array(
    z.looseObject({
      eventName: z.string(),
      dynamodb: z.looseObject({
        ApproximateCreationDateTime: z.number().optional(),
        OldImage: z.record(z.string(), z.looseObject({ N: z.string().optional() })).optional(),
      }),
    }),
  ),
});

/** Who deletes on behalf of time to live, by which functions tell such a record. */
const userIdentity = { PrincipalId: "dynamodb.amazonaws.com", Type: "Service" };

/**
 * An answer of GetRecords in which each deletion of an item that had expired is time to live's. A caller who deletes an
 * expired item cannot be told from it, and is taken for it.
 *
 * @param attribute the attribute that holds an item's time of expiry, in seconds since the epoch
 */
export function withTimeToLiveIdentity(answer: string, attribute: string): string {
  const parsed = records.safeParse(JSON.parse(answer));
  if (!parsed.success) return answer;
  const Records = parsed.data.Records.map((record) => {
    const { ApproximateCreationDateTime: deletedAt = Infinity, OldImage: image } = record.dynamodb;
    const expiry = image?.[attribute]?.N;
    const hasExpired = record.eventName === "REMOVE" && expiry !== undefined && Number(expiry) <= deletedAt + 1;
    return hasExpired ? { ...record, userIdentity } : record;
  });
  return JSON.stringify({ ...parsed.data, Records });
}
