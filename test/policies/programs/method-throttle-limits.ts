import { methodSettings, restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    methodSettings("api", restApi("api", {}, ["settings"]), { throttlingRateLimit: 5000 });
  },
  messages: ["settings.throttlingRateLimit is 5000: set at most 1000 requests a second."],
};
