import { lambda, permission } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    permission("read", lambda("read"), "cognito-idp.amazonaws.com", { sourceArn: undefined });
  },
  messages: [
    'principal is "cognito-idp.amazonaws.com", and neither sourceArn nor sourceAccount is set: set sourceArn.',
  ],
};
