import { bucket } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    bucket("pages", {}, ["log"]);
  },
  messages: ["no aws.s3.BucketLogging belongs to it: add one, with a bucket for the log."],
};
