import { distribution, s3Origin } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    distribution("site", { origins: [s3Origin({ originAccessControlId: undefined })] });
  },
  messages: ["originAccessControlId of site is not set: add an aws.cloudfront.OriginAccessControl."],
};
