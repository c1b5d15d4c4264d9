import { distribution } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    distribution("site", { webAclId: undefined });
  },
  messages: ["webAclId is not set: name an aws.wafv2.WebAcl of the scope CLOUDFRONT."],
};
