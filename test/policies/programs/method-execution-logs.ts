import { methodSettings, restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    methodSettings("api", restApi("api", {}, ["settings"]), { loggingLevel: "OFF" });
  },
  messages: ['settings.loggingLevel is "OFF": set it to "ERROR" or "INFO".'],
};
