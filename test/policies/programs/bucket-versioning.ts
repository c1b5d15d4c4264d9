import { bucket } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    bucket("pages", {}, ["versioning"]);
  },
  messages: ['versioning is not set: add an aws.s3.BucketVersioning with the status "Enabled".'],
};
