import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    lambda("claim");
  },
  settings: { functions: ["claim"] },
  messages: ['reservedConcurrentExecutions of claim is not set, and "functions" names it: set a number.'],
};
