import { domain } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    domain("api", { securityPolicy: "TLS_1_0" });
  },
  messages: ['securityPolicy is TLS_1_0: set it to "TLS_1_2".'],
};
