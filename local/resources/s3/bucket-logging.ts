import { z } from "zod";
import { bucketSetting } from "./bucket-setting.ts";

/** Where a bucket logs every request; on this machine requests are counted by the endpoint only. */
export const bucketLogging = bucketSetting({
  type: "aws:s3/bucketLogging:BucketLogging",
  inputs: { targetBucket: z.string(), targetPrefix: z.string() },
});
