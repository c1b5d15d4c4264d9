import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    lambda("claim", { name: "claim" }, ["log"]);
  },
  messages: [
    "no aws.cloudwatch.LogGroup has the name /aws/lambda/claim: add it, or name one in loggingConfig.logGroup.",
  ],
};
