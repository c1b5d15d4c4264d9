import { apiFunction } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    apiFunction("read", {}, false);
  },
  messages: [
    'no aws.lambda.ProvisionedConcurrencyConfig belongs to it, and the tag cold-starts is not set: add one, or set the tag to "accepted".',
  ],
};
