import { httpApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    httpApi("internal", { accessLogSettings: undefined });
  },
  messages: ["accessLogSettings.destinationArn is not set: name a log group, and a format in JSON."],
};
