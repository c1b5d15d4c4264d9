import { queue } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    queue("bookings", {}, ["alarm"]);
  },
  messages: [
    "no alarm watches its ApproximateAgeOfOldestMessage: add an aws.cloudwatch.MetricAlarm on AWS/SQS ApproximateAgeOfOldestMessage, with actions.",
  ],
};
