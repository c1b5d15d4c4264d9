import { asyncFunction } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    asyncFunction("publish", { destinationConfig: undefined });
  },
  messages: ["destinationConfig.onFailure.destination is not set: name a queue, topic, bus, bucket or function."],
};
