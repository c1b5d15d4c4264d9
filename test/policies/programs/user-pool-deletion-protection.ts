import { userPool } from "../sound/identity.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    userPool("customers", { deletionProtection: "INACTIVE" });
  },
  messages: ['deletionProtection is INACTIVE: set it to "ACTIVE".'],
};
