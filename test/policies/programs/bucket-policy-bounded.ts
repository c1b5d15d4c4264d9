import { document, tlsOnly } from "../sound/documents.ts";
import { bucket } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    bucket("pages", {}, [], (arn) =>
      document(tlsOnly(arn), { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: arn }),
    );
  },
  messages: ['policy allows the principal "*": name accounts, roles or services; the public reads through CloudFront.'],
};
