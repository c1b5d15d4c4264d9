import { key } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    key("data", { enableKeyRotation: false });
  },
  messages: ["enableKeyRotation is false: set it to true."],
};
