import * as aws from "@pulumi/aws";
import { bucket } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    new aws.s3.BucketAcl("pages", { bucket: bucket("pages").bucket, acl: "public-read" });
  },
  messages: ['acl is "public-read": leave it out, and let a policy say who may read.'],
};
