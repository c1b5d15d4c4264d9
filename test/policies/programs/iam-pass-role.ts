import { rolePolicy } from "../sound/identity.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    rolePolicy("deployer", { Action: "iam:PassRole", Resource: "*" });
  },
  messages: ["iam:PassRole is allowed on *: name the roles."],
};
