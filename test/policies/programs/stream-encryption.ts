import { stream } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    stream("clicks", { encryptionType: "NONE" });
  },
  messages: ['encryptionType is NONE: set it to "KMS", with a kmsKeyId.'],
};
