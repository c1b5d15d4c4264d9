import { trail } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    trail("audit", { enableLogFileValidation: undefined });
  },
  messages: ["enableLogFileValidation is not set: set it to true."],
};
