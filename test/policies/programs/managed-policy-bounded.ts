import * as aws from "@pulumi/aws";
import { role } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    new aws.iam.RolePolicyAttachment("everything", {
      role: role("reader").name,
      policyArn: "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess",
    });
  },
  messages: ["policyArn is arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess: write a policy of exact actions."],
};
