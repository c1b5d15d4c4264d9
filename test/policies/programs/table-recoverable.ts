import { replica, table } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    table("ledger", { replicas: [replica("us-east-1", { pointInTimeRecovery: false })] });
  },
  messages: ["the replica in us-east-1 has no pointInTimeRecovery: set it to true there too."],
};
