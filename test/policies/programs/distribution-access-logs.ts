import { distribution } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    distribution("site", { loggingConfig: undefined });
  },
  messages: ["loggingConfig.bucket is not set: name a bucket for the log."],
};
