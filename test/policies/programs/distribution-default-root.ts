import { distribution } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    distribution("site", { defaultRootObject: undefined });
  },
  messages: ['defaultRootObject is not set: set it, to "index.html" for example.'],
};
