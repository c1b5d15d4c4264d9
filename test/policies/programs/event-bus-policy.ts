import { eventBus } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    eventBus("orders", false);
  },
  messages: ["no aws.cloudwatch.EventBusPolicy belongs to it: add one that names who may send."],
};
