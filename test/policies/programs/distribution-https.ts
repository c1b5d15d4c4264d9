import { behavior, distribution } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    distribution("site", { defaultCacheBehavior: behavior({ viewerProtocolPolicy: "allow-all" }) });
  },
  messages: ['viewerProtocolPolicy of the default is "allow-all": set it to "redirect-to-https" or "https-only".'],
};
