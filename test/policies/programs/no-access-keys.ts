import * as aws from "@pulumi/aws";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    new aws.iam.AccessKey("ci", { user: "ci" });
  },
  messages: [
    "aws.iam.AccessKey makes a key that does not expire: let a role be assumed, by OpenID Connect from outside of AWS.",
  ],
};
