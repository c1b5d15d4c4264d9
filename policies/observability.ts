import * as aws from "@pulumi/aws";
import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";

/** FSBP CloudWatch.16. A log without an end is paid for ever. */
export const logRetention: ResourceValidationPolicy = {
  name: "log-retention",
  description: "A log group keeps its lines for a bounded time (FSBP CloudWatch.16).",
  enforcementLevel: "mandatory",
  validateResource: validateResourceOfType(aws.cloudwatch.LogGroup, (group, _, reportViolation) => {
    if ((group.retentionInDays ?? 0) > 0) return;
    reportViolation(
      `retentionInDays is ${group.retentionInDays ?? "not set"}: the log never ends. Set a number of days.`,
    );
  }),
};

/** FSBP Lambda.7. */
export const functionTracing: ResourceValidationPolicy = {
  name: "function-tracing",
  description: "A function sends traces (FSBP Lambda.7).",
  enforcementLevel: "mandatory",
  validateResource: validateResourceOfType(aws.lambda.Function, (lambda, _, reportViolation) => {
    const mode = lambda.tracingConfig?.mode;
    if (mode === "Active") return;
    reportViolation(`tracingConfig.mode is ${mode ?? "not set"}: set it to "Active".`);
  }),
};
