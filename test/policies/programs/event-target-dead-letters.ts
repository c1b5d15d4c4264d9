import { eventTarget } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    eventTarget("shipping", { deadLetterConfig: undefined });
  },
  messages: ["deadLetterConfig.arn is not set: name a queue, and let events.amazonaws.com send to it."],
};
