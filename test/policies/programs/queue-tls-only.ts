import { queue } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    queue("bookings", {}, ["policy"]);
  },
  messages: [
    'no policy of it refuses plain HTTP: add a statement that denies everybody what has the condition Bool aws:SecureTransport "false".',
  ],
};
