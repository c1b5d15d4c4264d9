import * as aws from "@pulumi/aws";
import { type ResourceValidationPolicy, validateResourceOfType } from "@pulumi/policy";

/** FSBP DynamoDB.2. AWS leaves it off on every replica unless told otherwise. */
export const tableRecoverable: ResourceValidationPolicy = {
  name: "table-recoverable",
  description: "A table and each of its replicas have point-in-time recovery (FSBP DynamoDB.2).",
  enforcementLevel: "mandatory",
  validateResource: validateResourceOfType(aws.dynamodb.Table, (table, _, reportViolation) => {
    if (table.pointInTimeRecovery?.enabled !== true) {
      reportViolation("pointInTimeRecovery.enabled is not true: set it, so that the table can be restored.");
    }
    for (const { regionName, pointInTimeRecovery } of table.replicas ?? []) {
      if (pointInTimeRecovery === true) continue;
      reportViolation(`the replica in ${regionName} has no pointInTimeRecovery: set it to true there too.`);
    }
  }),
};
