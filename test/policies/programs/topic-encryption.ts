import { topic } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    topic("orders", { kmsMasterKeyId: undefined });
  },
  messages: ["kmsMasterKeyId is not set: name a KMS key, one of your own if AWS services publish to the topic."],
};
