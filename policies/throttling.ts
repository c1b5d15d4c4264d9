import * as aws from "@pulumi/aws";
import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";

/** Without a bound, a flood in one queue takes the account's whole concurrency. */
export const eventSourceMaximumConcurrency: ResourceValidationPolicy = {
  name: "event-source-maximum-concurrency",
  description: "An event source mapping of an SQS queue has a maximum concurrency.",
  enforcementLevel: "mandatory",
  validateResource: validateResourceOfType(aws.lambda.EventSourceMapping, (mapping, _, reportViolation) => {
    if (!mapping.eventSourceArn?.includes(":sqs:")) return;
    if (mapping.scalingConfig?.maximumConcurrency !== undefined) return;
    reportViolation(
      "scalingConfig.maximumConcurrency is not set: set it to 2 or more, so that a flood waits in the queue.",
    );
  }),
};
