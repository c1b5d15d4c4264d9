import { document } from "../sound/documents.ts";
import { key } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    key("data", { policy: document({ Effect: "Allow", Principal: "*", Action: "kms:Decrypt", Resource: "*" }) });
  },
  messages: ['policy allows the principal "*": name accounts, roles or services, or add a condition.'],
};
