import { rolePolicy } from "../sound/identity.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    rolePolicy("reader", { Action: ["dynamodb:GetItem", "xray:PutTraceSegments"], Resource: "*" });
  },
  messages: ['Resource is "*" for dynamodb:GetItem: name the resources.'],
};
