import { stateMachine } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    stateMachine("export", { tracingConfiguration: undefined });
  },
  messages: ["tracingConfiguration.enabled is not set: set it to true."],
};
