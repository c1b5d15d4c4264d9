import { lambda } from "../sound/compute.ts";
import { queue } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    const far = queue("bookings", { region: "us-east-1" });
    lambda("accept", { environment: { variables: { QUEUE_URL: far.url } } });
  },
  messages: ["environment.variables.QUEUE_URL is an address in us-east-1: use what is in eu-west-1."],
};
