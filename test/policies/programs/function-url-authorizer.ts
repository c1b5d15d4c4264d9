import * as aws from "@pulumi/aws";
import { lambda } from "../sound/compute.ts";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    new aws.lambda.FunctionUrl("public", { functionName: lambda("public").name, authorizationType: "NONE" });
  },
  messages: ['authorizationType is "NONE": set it to "AWS_IAM", and let CloudFront sign for the public.'],
};
