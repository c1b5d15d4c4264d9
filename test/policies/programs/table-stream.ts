import { table } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    table("ledger", { streamEnabled: undefined });
  },
  messages: ["streamEnabled is not set, and the table has replicas: set it to true."],
};
