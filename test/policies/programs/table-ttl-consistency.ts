import { replica, table } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    table("ledger", {
      replicas: [replica("us-east-1", { consistencyMode: "STRONG" })],
      ttl: { attributeName: "until", enabled: true },
    });
  },
  messages: [
    "ttl.enabled is true, and the replica in us-east-1 is STRONG: leave one out, and delete old items yourself.",
  ],
};
