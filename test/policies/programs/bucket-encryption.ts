import { bucket } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    bucket("pages", {}, ["encryption"]);
  },
  messages: ["no aws.s3.BucketServerSideEncryptionConfiguration belongs to it: add one."],
};
