import { restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    restApi("api", { xrayTracingEnabled: false });
  },
  messages: ["xrayTracingEnabled is false: set it to true."],
};
