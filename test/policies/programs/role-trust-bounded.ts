import { role } from "../sound/compute.ts";
import { document } from "../sound/documents.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    role("anybody", {
      assumeRolePolicy: document({ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }),
    });
  },
  messages: ['assumeRolePolicy trusts the principal "*": name a service or account, or add a condition.'],
};
