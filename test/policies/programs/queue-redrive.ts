import { queue } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    queue("bookings", { redrivePolicy: undefined });
  },
  messages: [
    "redrivePolicy is not set: give it a dead-letter queue, or say by an aws.sqs.RedriveAllowPolicy that it is one.",
  ],
};
