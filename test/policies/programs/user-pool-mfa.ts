import { userPool } from "../sound/identity.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    userPool("customers", { mfaConfiguration: "OFF" });
  },
  messages: ['mfaConfiguration is "OFF": set it to ON or OPTIONAL, with softwareTokenMfaConfiguration.'],
};
