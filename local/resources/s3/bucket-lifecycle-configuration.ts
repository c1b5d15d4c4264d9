import { z } from "zod";
import { bucketSetting } from "./bucket-setting.ts";

const days = z.int().min(1);

const storageClass = z.enum([
  "GLACIER",
  "STANDARD_IA",
  "ONEZONE_IA",
  "INTELLIGENT_TIERING",
  "DEEP_ARCHIVE",
  "GLACIER_IR",
]);

/** S3 moves nothing there sooner: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const leastDays: Partial<Record<z.infer<typeof storageClass>, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };

const transition = z
  .strictObject({ days: z.int().min(0), storageClass })
  .refine(
    ({ days: after, storageClass: to }) => after >= (leastDays[to] ?? 0),
    "an object can move to STANDARD_IA or ONEZONE_IA after 30 days at the earliest",
  );

const rule = z
  .strictObject({
    id: z.string().min(1).max(255),
    status: z.enum(["Enabled", "Disabled"]),
    filter: z.strictObject({ prefix: z.string().optional() }).optional(),
    transitions: z.array(transition).optional(),
    expiration: z
      .strictObject({ days: days.optional(), expiredObjectDeleteMarker: z.boolean().optional() })
      .refine(
        ({ days: after, expiredObjectDeleteMarker: markers }) => (after === undefined) !== (markers === undefined),
        "needs either days or expiredObjectDeleteMarker",
      )
      .optional(),
    noncurrentVersionExpiration: z
      .strictObject({ noncurrentDays: days, newerNoncurrentVersions: z.int().min(1).max(100).optional() })
      .optional(),
    noncurrentVersionTransitions: z.array(z.strictObject({ noncurrentDays: z.int().min(0), storageClass })).optional(),
    abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: days }).optional(),
  })
  .refine(
    ({ transitions = [], expiration }) => transitions.every((each) => each.days < (expiration?.days ?? Infinity)),
    "expiration must come after every transition",
  );

/** When objects move to cheaper storage, or go; on this machine they stay. */
export const bucketLifecycleConfiguration = bucketSetting({
  type: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  inputs: { rules: z.array(rule).min(1).max(1000) },
  withoutEffect: ["transitionDefaultMinimumObjectSize"],
});
