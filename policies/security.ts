import * as aws from "@pulumi/aws";
import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";

/** FSBP SQS.1. */
export const queueEncryption: ResourceValidationPolicy = {
  name: "queue-encryption",
  description: "A queue is encrypted at rest (FSBP SQS.1).",
  enforcementLevel: "mandatory",
  validateResource: validateResourceOfType(aws.sqs.Queue, (queue, _, reportViolation) => {
    if (queue.sqsManagedSseEnabled === true || (queue.kmsMasterKeyId ?? "") !== "") return;
    reportViolation("neither sqsManagedSseEnabled nor kmsMasterKeyId is set: set one of them.");
  }),
};
