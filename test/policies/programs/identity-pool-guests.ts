import { identityPool } from "../sound/identity.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    identityPool("uploads", { allowUnauthenticatedIdentities: true });
  },
  messages: ["allowUnauthenticatedIdentities is true: set it to false."],
};
