import { httpApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    httpApi("internal", {}, false);
  },
  messages: [
    "no alarm watches its 5xx: add an aws.cloudwatch.MetricAlarm on AWS/ApiGateway 5xx, with actions.",
    "no alarm watches its Latency: add an aws.cloudwatch.MetricAlarm on AWS/ApiGateway Latency, with actions.",
  ],
};
