import { z } from "zod";
import { bucketSetting } from "./bucket-setting.ts";

const block = z.boolean().default(false);

/** What a bucket blocks of public access; on this machine nothing is public, as every call is somebody's. */
export const bucketPublicAccessBlock = bucketSetting({
  type: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  inputs: { blockPublicAcls: block, blockPublicPolicy: block, ignorePublicAcls: block, restrictPublicBuckets: block },
  withoutEffect: ["skipDestroy"],
});
