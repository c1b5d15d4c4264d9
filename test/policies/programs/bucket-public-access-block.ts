import { bucket, publicAccessBlock } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    publicAccessBlock("pages", bucket("pages", {}, ["block"]), { blockPublicPolicy: false });
  },
  messages: ["its aws.s3.BucketPublicAccessBlock leaves blockPublicPolicy open: set each to true."],
};
