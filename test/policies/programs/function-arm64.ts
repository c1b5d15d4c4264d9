import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    lambda("claim", { architectures: ["x86_64"] });
  },
  messages: ['architectures is ["x86_64"]: set it to ["arm64"].'],
};
