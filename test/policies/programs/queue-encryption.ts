import { queue } from "../sound/messaging.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    queue("bookings", { sqsManagedSseEnabled: false });
  },
  messages: ["neither sqsManagedSseEnabled nor kmsMasterKeyId is set: set one of them."],
};
