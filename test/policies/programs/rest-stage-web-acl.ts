import { restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    restApi("api", {}, ["firewall"]);
  },
  messages: ["no aws.wafv2.WebAclAssociation names the stage live: add one, with an aws.wafv2.WebAcl."],
};
