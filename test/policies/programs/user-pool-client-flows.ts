import { userPoolClient } from "../sound/identity.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    userPoolClient("page", { allowedOauthFlows: ["implicit"] });
  },
  messages: ['allowedOauthFlows holds "implicit": use "code", with PKCE.'],
};
