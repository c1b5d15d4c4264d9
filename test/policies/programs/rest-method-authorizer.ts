import { method } from "../sound/edge.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    method("status", { authorization: "NONE" });
  },
  messages: [
    'authorization of GET is "NONE": set an authorizer, AWS_IAM or apiKeyRequired, or exempt the method with a reason.',
  ],
};
