import { restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    restApi("api", {}, ["settings"]);
  },
  messages: [
    'the stage live has no aws.apigateway.MethodSettings with methodPath "*/*": add one with throttlingRateLimit and throttlingBurstLimit.',
  ],
};
