import { z } from "zod";
import { bucketSetting } from "./bucket-setting.ts";

/** Who owns a bucket's objects; on this machine its account does. */
export const bucketOwnershipControls = bucketSetting({
  type: "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
  inputs: {
    rule: z.strictObject({
      objectOwnership: z.enum(["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"]),
    }),
  },
});
