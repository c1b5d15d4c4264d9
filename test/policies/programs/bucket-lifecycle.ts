import { bucket } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    bucket("pages", {}, ["lifecycle"]);
  },
  messages: ["no aws.s3.BucketLifecycleConfiguration belongs to it: add one."],
};
