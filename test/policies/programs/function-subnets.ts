import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    lambda("claim", { vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] } });
  },
  messages: ["vpcConfig.subnetIds names 1: name 2 or more, each in another zone."],
};
