import { table } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    table("ledger", { deletionProtectionEnabled: false });
  },
  messages: ["deletionProtectionEnabled is false: set it to true."],
};
