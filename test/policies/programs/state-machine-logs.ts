import { stateMachine } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    stateMachine("export", { loggingConfiguration: undefined });
  },
  messages: ['loggingConfiguration.level is "OFF": set it to "ALL" or "ERROR".'],
};
