import { queueConsumer } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    queueConsumer("claim", { scalingConfig: undefined });
  },
  messages: ["scalingConfig.maximumConcurrency is not set: set it to 2 to 1000, so that a flood waits in the queue."],
};
