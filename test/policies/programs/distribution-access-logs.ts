import { distribution } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    distribution("site", { loggingConfig: undefined });
  },
  messages: [
    "no aws.cloudwatch.LogDeliverySource belongs to it, and loggingConfig.bucket is not set: add one of them.",
  ],
};
