import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    lambda("claim", { runtime: "nodejs18.x" });
  },
  messages: ["runtime is nodejs18.x, of which the support ended on 2025-09-01: use one with 180 days left."],
};
