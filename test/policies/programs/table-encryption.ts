import { table } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    table("ledger", { serverSideEncryption: undefined });
  },
  messages: ["serverSideEncryption.enabled is not set: set it to true."],
};
