import { logGroup } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    logGroup("claim", { retentionInDays: 0 });
  },
  messages: ["retentionInDays is not set: the log never ends. Set 1 to 731 days."],
};
