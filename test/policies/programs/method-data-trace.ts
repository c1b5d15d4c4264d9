import { methodSettings, restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    methodSettings("api", restApi("api", {}, ["settings"]), { dataTraceEnabled: true });
  },
  messages: ["settings.dataTraceEnabled is true: set it to false."],
};
