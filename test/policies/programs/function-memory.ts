import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    lambda("claim", { memorySize: 10_240 });
  },
  messages: ["memorySize is 10240: set it to 3008 or less."],
};
