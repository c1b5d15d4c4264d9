import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    lambda("claim", { environment: { variables: { DB_PASSWORD: "hunter2" } } });
  },
  messages: [
    "environment.variables.DB_PASSWORD is a secret by its name: give the function the secret's ARN, and let it read it.",
  ],
};
