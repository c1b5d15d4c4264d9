import { lambda, permission } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    permission("publish", lambda("publish"), "sns.amazonaws.com");
  },
  messages: [
    "a service calls it asynchronously, and it has neither deadLetterConfig nor an aws.lambda.FunctionEventInvokeConfig: add one with a failure destination.",
  ],
};
