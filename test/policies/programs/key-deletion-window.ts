import { key } from "../sound/operations.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    key("data", { deletionWindowInDays: 7 });
  },
  messages: ["deletionWindowInDays is 7: set it to 14 or more."],
};
