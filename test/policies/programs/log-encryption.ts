import { logGroup } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    logGroup("claim", { kmsKeyId: undefined });
  },
  messages: ["kmsKeyId is not set: name a KMS key that logs.<region>.amazonaws.com may use."],
};
