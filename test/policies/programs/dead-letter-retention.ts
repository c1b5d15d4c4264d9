import { deadLetters, queue, redrive } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    queue("bookings", { redrivePolicy: redrive(deadLetters("dead", { messageRetentionSeconds: 86_400 })) });
  },
  messages: [
    "messageRetentionSeconds is 345600, and 86400 on its dead-letter queue dead: let that keep longer, at most 1209600.",
  ],
};
