import * as aws from "@pulumi/aws";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    new aws.ssm.Parameter("greeting", { type: "String", value: "hello", region: "eu-west-3" });
  },
  settings: { regions: ["eu-west-1", "us-east-1"] },
  messages: ["it lies in eu-west-3, by its own region: use one of eu-west-1, us-east-1."],
};
