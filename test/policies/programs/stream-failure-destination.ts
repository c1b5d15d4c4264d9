import { streamConsumer } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    streamConsumer("settle", { destinationConfig: undefined });
  },
  messages: ["destinationConfig.onFailure.destinationArn is not set: name a queue or topic."],
};
