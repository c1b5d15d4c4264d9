import { distribution } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    distribution("site", {}, false);
  },
  messages: [
    "no alarm watches its 5xxErrorRate: add an aws.cloudwatch.MetricAlarm on AWS/CloudFront 5xxErrorRate, with actions.",
  ],
};
