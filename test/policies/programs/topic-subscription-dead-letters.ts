import { subscription } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    subscription("partners", { redrivePolicy: undefined });
  },
  messages: [
    "redrivePolicy of the https subscription is not set: name a dead-letter queue, and let sns.amazonaws.com send to it.",
  ],
};
