import { schedule } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    schedule("cleaning", { deadLetterConfig: undefined });
  },
  messages: ["target.deadLetterConfig.arn is not set: name a queue."],
};
