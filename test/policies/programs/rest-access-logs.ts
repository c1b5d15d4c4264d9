import { restApi } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    restApi("api", { accessLogSettings: undefined });
  },
  messages: [
    "accessLogSettings.destinationArn is not set: name a log group or a Firehose stream, and a format in JSON.",
  ],
};
