import { document, tlsOnly } from "../sound/documents.ts";
import { topic } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    topic("orders", {}, (arn) =>
      document(tlsOnly(arn), { Effect: "Allow", Principal: { AWS: "*" }, Action: "sns:Publish", Resource: arn }),
    );
  },
  messages: ['policy allows the principal "*": name accounts, roles or services, or add a condition.'],
};
