import { lambda } from "../sound/compute.ts";
import { alarm } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    alarm("claim", ["AWS/Lambda", "Errors"], { FunctionName: lambda("claim", {}, ["alarms"]).name });
  },
  messages: [
    "no alarm watches its Throttles: add an aws.cloudwatch.MetricAlarm on AWS/Lambda Throttles, with actions.",
  ],
};
