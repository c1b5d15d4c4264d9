import * as trails from "../../../policies/security/trails.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { unknown } from "../violations.ts";

const type = "aws:cloudtrail/trail:Trail";

itIsAResourceRule(trails.trailRegions, {
  type,
  breaks: [[{ isMultiRegionTrail: undefined }, ["isMultiRegionTrail is not set: set it to true."]]],
  unknown: [[{ isMultiRegionTrail: unknown }, "unjudged"]],
});

itIsAResourceRule(trails.trailEncryption, {
  type,
  breaks: [[{ kmsKeyId: undefined }, ["kmsKeyId is not set: name a KMS key that cloudtrail.amazonaws.com may use."]]],
  unknown: [[{ kmsKeyId: unknown }, []]],
});

itIsAResourceRule(trails.trailValidation, {
  type,
  breaks: [[{ enableLogFileValidation: false }, ["enableLogFileValidation is false: set it to true."]]],
  unknown: [[{ enableLogFileValidation: unknown }, "unjudged"]],
});

itIsAResourceRule(trails.trailLogs, {
  type,
  breaks: [[{ cloudWatchLogsGroupArn: undefined }, ["cloudWatchLogsGroupArn is not set: name a log group."]]],
  unknown: [[{ cloudWatchLogsGroupArn: unknown }, []]],
});
