import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../framework/rule.ts";
import { isSet } from "../framework/unknown.ts";

export const trailRegions = resourceRule(
  {
    name: "trail-regions",
    level: "mandatory",
    what: "A trail records every region",
    why: "Who wants to stay unseen works in the region that nobody records.",
    controls: ["FSBP CloudTrail.1", "CKV_AWS_67"],
  },
  on(aws.cloudtrail.Trail, ({ isMultiRegionTrail: found }, { report }) => {
    if (found !== true) report(`isMultiRegionTrail is ${found ?? "not set"}: set it to true.`);
  }),
);

export const trailEncryption = resourceRule(
  {
    name: "trail-encryption",
    level: "mandatory",
    what: "A trail is encrypted with a key of the account",
    why: "Who may read what everybody did is then decided by the key too.",
    controls: ["FSBP CloudTrail.2", "CKV_AWS_35"],
  },
  on(aws.cloudtrail.Trail, (trail, { report }) => {
    if (!isSet(trail, "kmsKeyId")) report("kmsKeyId is not set: name a KMS key that cloudtrail.amazonaws.com may use.");
  }),
);

export const trailValidation = resourceRule(
  {
    name: "trail-validation",
    level: "mandatory",
    what: "A trail can be shown to be complete and unchanged",
    why: "Who has broken in deletes what shows it, and nobody can tell.",
    controls: ["FSBP CloudTrail.4", "CKV_AWS_36"],
  },
  on(aws.cloudtrail.Trail, ({ enableLogFileValidation: found }, { report }) => {
    if (found !== true) report(`enableLogFileValidation is ${found ?? "not set"}: set it to true.`);
  }),
);

export const trailLogs = resourceRule(
  {
    name: "trail-logs",
    level: "mandatory",
    what: "A trail writes to a log group too",
    why: "Nothing can raise an alarm on what lies in a bucket only.",
    controls: ["FSBP CloudTrail.5", "CKV2_AWS_10"],
  },
  on(aws.cloudtrail.Trail, (trail, { report }) => {
    if (!isSet(trail, "cloudWatchLogsGroupArn")) report("cloudWatchLogsGroupArn is not set: name a log group.");
  }),
);
