import { methodSettings, restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    methodSettings("api", restApi("api", {}, ["settings"]), { cachingEnabled: true });
  },
  messages: ["settings.cacheDataEncrypted of */* is not true, and cachingEnabled is: set it to true."],
};
