import { httpApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    httpApi("internal", { defaultRouteSettings: { throttlingRateLimit: 100 } });
  },
  messages: ["defaultRouteSettings.throttlingBurstLimit is not set: set at most 2000 requests at once."],
};
