import { z } from "zod";
import { bucketSetting } from "./bucket-setting.ts";

/** Whether a bucket keeps versions; on this machine it keeps the last only. */
export const bucketVersioning = bucketSetting({
  type: "aws:s3/bucketVersioning:BucketVersioning",
  inputs: { versioningConfiguration: z.strictObject({ status: z.enum(["Enabled", "Suspended", "Disabled"]) }) },
});
