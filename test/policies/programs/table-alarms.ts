import { alarm } from "../sound/operations.ts";
import { table } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    const ledger = table("ledger", {}, false);
    alarm("ledger", ["AWS/DynamoDB", "ReadThrottleEvents"], { TableName: ledger.name });
  },
  messages: [
    "no alarm watches its WriteThrottleEvents: add an aws.cloudwatch.MetricAlarm on AWS/DynamoDB WriteThrottleEvents, with actions.",
  ],
};
