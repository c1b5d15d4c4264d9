import { z } from "zod";
import { bucketSetting } from "./bucket-setting.ts";

const length = z.int().min(1);

/** How long new objects of a bucket cannot be deleted; this machine, which keeps no versions, does not hold anybody off. */
export const bucketObjectLockConfiguration = bucketSetting({
  type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
  inputs: {
    objectLockEnabled: z.literal("Enabled").default("Enabled"),
    rule: z
      .strictObject({
        defaultRetention: z
          .strictObject({
            mode: z.enum(["GOVERNANCE", "COMPLIANCE"]),
            days: length.optional(),
            years: length.optional(),
          })
          .refine(({ days, years }) => (days === undefined) !== (years === undefined), "needs either days or years"),
      })
      .optional(),
  },
});
