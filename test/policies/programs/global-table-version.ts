import * as aws from "@pulumi/aws";
import type { Violation } from "../violation.ts";

export const violation: Violation = {
  register: () => {
    new aws.dynamodb.GlobalTable("ledger", { replicas: [{ regionName: "eu-west-1" }] });
  },
  messages: ["aws.dynamodb.GlobalTable is the version of 2017: use aws.dynamodb.Table with replicas."],
};
