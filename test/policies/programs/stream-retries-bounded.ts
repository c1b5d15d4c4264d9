import { streamConsumer } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    streamConsumer("settle", { maximumRetryAttempts: undefined });
  },
  messages: ["maximumRetryAttempts is endless: set it to 0 to 100."],
};
