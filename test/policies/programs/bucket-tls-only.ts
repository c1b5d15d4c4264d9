import { document } from "../sound/documents.ts";
import { bucket } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    bucket("pages", {}, [], () => document());
  },
  messages: [
    'no policy of it refuses plain HTTP: add a statement that denies everybody what has the condition Bool aws:SecureTransport "false".',
  ],
};
