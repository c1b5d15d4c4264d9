import { alarm } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    alarm("quiet", ["Shop", "Orders"], {}, { alarmActions: [] });
  },
  messages: ["alarmActions is empty: name the topic that people on duty get."],
};
