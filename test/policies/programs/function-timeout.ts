import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    lambda("claim", { timeout: 900 });
  },
  messages: ["timeout is 900: set it to 300 or less, and cut the work in parts."],
};
