import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../framework/rule.ts";
import { integer } from "../framework/settings.ts";

export const keyRotation = resourceRule(
  {
    name: "key-rotation",
    level: "mandatory",
    what: "A symmetric key is rotated",
    why: "A key that leaked once opens everything that was ever encrypted with it.",
    controls: ["Security Hub KMS.4", "cdk-nag AwsSolutions-KMS5", "CKV_AWS_7"],
  },
  on(
    aws.kms.Key,
    ({ enableKeyRotation: found, customerMasterKeySpec = "SYMMETRIC_DEFAULT", customKeyStoreId }, { report }) => {
      if (customerMasterKeySpec !== "SYMMETRIC_DEFAULT" || customKeyStoreId !== undefined) return; // AWS cannot rotate these
      if (found !== true) report(`enableKeyRotation is ${found ?? "not set"}: set it to true.`);
    },
  ),
);

export const keyDeletionWindow = resourceRule(
  {
    name: "key-deletion-window",
    level: "mandatory",
    dev: "disabled",
    what: "A deleted key can be brought back for weeks",
    why: "When a key is gone, everything encrypted with it is: the window is the time in which somebody notices.",
    controls: ["FSBP KMS.3"],
    settings: { days: integer("Fewest days between the deletion and its effect", 14, { minimum: 7, maximum: 30 }) },
  },
  on(aws.kms.Key, ({ deletionWindowInDays: found = 30 }, { settings: { days }, report }) => {
    if (found < days) report(`deletionWindowInDays is ${found}: set it to ${days} or more.`);
  }),
);
