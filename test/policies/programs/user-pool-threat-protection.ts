import { userPool } from "../sound/identity.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    userPool("customers", { userPoolAddOns: { advancedSecurityMode: "AUDIT" } });
  },
  messages: ['userPoolAddOns.advancedSecurityMode is "AUDIT": set it to "ENFORCED".'],
};
