import { replica, table } from "../sound/storage.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    table("ledger", { replicas: [replica("us-east-1")] });
  },
  settings: { regions: ["eu-west-1", "us-east-1", "ap-southeast-2"] },
  messages: ["it lies in eu-west-1, us-east-1: add replicas in ap-southeast-2."],
};
