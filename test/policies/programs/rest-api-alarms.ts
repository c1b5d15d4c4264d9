import { restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    restApi("api", {}, ["alarms"]);
  },
  messages: [
    "no alarm watches its 5XXError: add an aws.cloudwatch.MetricAlarm on AWS/ApiGateway 5XXError, with actions.",
    "no alarm watches its Latency: add an aws.cloudwatch.MetricAlarm on AWS/ApiGateway Latency, with actions.",
  ],
};
