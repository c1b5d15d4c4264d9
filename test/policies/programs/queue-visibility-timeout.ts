import { lambda, queueConsumer } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    queueConsumer("claim", { functionName: lambda("slow", { timeout: 30 }).arn, maximumBatchingWindowInSeconds: 5 });
  },
  messages: ["visibilityTimeoutSeconds of claim is 60, and slow may run for 30 s: set it to 185 or more."],
};
