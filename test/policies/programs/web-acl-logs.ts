import { webAcl } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    webAcl("site", {}, false);
  },
  messages: ["no aws.wafv2.WebAclLoggingConfiguration belongs to it: add one."],
};
