import { trail } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    trail("audit", { cloudWatchLogsGroupArn: undefined });
  },
  messages: ["cloudWatchLogsGroupArn is not set: name a log group."],
};
