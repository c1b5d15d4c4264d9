import { trail } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    trail("audit", { isMultiRegionTrail: false });
  },
  messages: ["isMultiRegionTrail is false: set it to true."],
};
