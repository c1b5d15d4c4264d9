import { document } from "../sound/documents.ts";
import { topic } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    topic("orders", {}, (arn) =>
      document({ Effect: "Allow", Principal: { Service: "s3.amazonaws.com" }, Action: "sns:Publish", Resource: arn }),
    );
  },
  messages: [
    'no policy of it refuses plain HTTP: add a statement that denies everybody what has the condition Bool aws:SecureTransport "false".',
  ],
};
