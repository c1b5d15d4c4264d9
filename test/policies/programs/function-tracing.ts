import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    lambda("claim", { tracingConfig: { mode: "PassThrough" } });
  },
  messages: ['tracingConfig.mode is PassThrough: set it to "Active".'],
};
