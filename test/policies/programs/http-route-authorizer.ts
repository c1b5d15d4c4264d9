import { route } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    route("book", { authorizationType: "NONE" });
  },
  messages: [
    'authorizationType of POST /bookings is "NONE": set it to JWT, AWS_IAM or CUSTOM, or list the route in "open".',
  ],
};
