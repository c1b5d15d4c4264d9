import { deadLetters } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    deadLetters("dead", {}, ["alarm"]);
  },
  messages: [
    "no alarm watches its ApproximateNumberOfMessagesVisible: add an aws.cloudwatch.MetricAlarm that rings above 0.",
  ],
};
