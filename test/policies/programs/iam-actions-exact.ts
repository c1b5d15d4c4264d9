import { rolePolicy } from "../sound/identity.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    rolePolicy("reader", { Action: ["dynamodb:*", "dynamodb:GetItem"] });
  },
  messages: ["Action holds dynamodb:*: name each action."],
};
