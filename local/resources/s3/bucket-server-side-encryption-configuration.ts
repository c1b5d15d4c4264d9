import { z } from "zod";
import { bucketSetting } from "./bucket-setting.ts";

/** How a bucket encrypts; nothing is encrypted on this machine. */
export const bucketServerSideEncryptionConfiguration = bucketSetting({
  type: "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  inputs: {
    rules: z
      .array(
        z.strictObject({
          applyServerSideEncryptionByDefault: z
            .strictObject({
              sseAlgorithm: z.enum(["AES256", "aws:kms", "aws:kms:dsse"]),
              kmsMasterKeyId: z.string().optional(),
            })
            .refine(
              ({ sseAlgorithm, kmsMasterKeyId }) => sseAlgorithm !== "AES256" || kmsMasterKeyId === undefined,
              "kmsMasterKeyId is for aws:kms and aws:kms:dsse only",
            )
            .optional(),
          bucketKeyEnabled: z.boolean().optional(),
        }),
      )
      .length(1),
  },
});
