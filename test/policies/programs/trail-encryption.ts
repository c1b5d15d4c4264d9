import { trail } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    trail("audit", { kmsKeyId: undefined });
  },
  messages: ["kmsKeyId is not set: name a KMS key that cloudtrail.amazonaws.com may use."],
};
