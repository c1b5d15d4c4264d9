import { deadLetters, queue, redrive } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    queue("bookings", { redrivePolicy: redrive(deadLetters("dead"), 1000) });
  },
  messages: ["redrivePolicy.maxReceiveCount is 1000: set a whole number from 2 to 10."],
};
