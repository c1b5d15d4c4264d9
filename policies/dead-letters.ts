import * as aws from "@pulumi/aws";
import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";

/** A batch that fails as a whole is repeated as a whole, also the messages that were done. cdk-nag: none; Lambda best practices. */
export const eventSourcePartialFailures: ResourceValidationPolicy = {
  name: "event-source-partial-failures",
  description: "An event source mapping of a queue or stream reports which items of a batch failed.",
  enforcementLevel: "mandatory",
  validateResource: validateResourceOfType(aws.lambda.EventSourceMapping, (mapping, _, reportViolation) => {
    const found = mapping.functionResponseTypes ?? [];
    if (found.includes("ReportBatchItemFailures")) return;
    reportViolation(
      `functionResponseTypes is ${JSON.stringify(found)}: one failed item repeats its whole batch. Add "ReportBatchItemFailures".`,
    );
  }),
};
