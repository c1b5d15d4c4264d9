import { webAcl } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    webAcl("site", { rules: [] });
  },
  messages: ["rules is empty: add rules, AWS's managed rule groups for example."],
};
