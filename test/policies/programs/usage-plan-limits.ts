import { usagePlan } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    usagePlan("partners", { quotaSettings: undefined });
  },
  messages: ["quotaSettings.limit is not set: set it, with a period."],
};
