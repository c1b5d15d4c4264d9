import * as aws from "@pulumi/aws";
import { record } from "../framework/document.ts";
import { each, on, resourceRule, stackRule } from "../framework/rule.ts";

const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

export const bucketPublicAccessBlock = stackRule(
  {
    name: "bucket-public-access-block",
    level: "mandatory",
    what: "A bucket blocks public access",
    why: "One wrong ACL or policy opens to everybody what lies in it.",
    controls: [
      "FSBP S3.8",
      "cdk-nag AwsSolutions-S2",
      "CKV2_AWS_6",
      "CKV_AWS_53",
      "CKV_AWS_54",
      "CKV_AWS_55",
      "CKV_AWS_56",
    ],
  },
  each(aws.s3.Bucket, (bucket, { stack, report }) => {
    const [block] = stack.referring(aws.s3.BucketPublicAccessBlock, "bucket", bucket);
    if (!block) {
      report("no aws.s3.BucketPublicAccessBlock belongs to it: add one, with all four blocks.");
      return;
    }
    const open = blocks.filter((one) => block.props[one] !== true);
    if (open.length > 0) report(`its aws.s3.BucketPublicAccessBlock leaves ${open.join(", ")} open: set each to true.`);
  }),
);

export const bucketAclPrivate = resourceRule(
  {
    name: "bucket-acl-private",
    level: "mandatory",
    what: "A bucket has no ACL that opens it",
    why: "ACLs come before policies, and nobody looks at them.",
    controls: ["FSBP S3.2", "FSBP S3.3", "FSBP S3.12", "CKV_AWS_20", "CKV_AWS_57"],
  },
  on(aws.s3.Bucket, (bucket, { report }) => {
    for (const problem of openings(bucket)) report(problem);
  }),
  on(aws.s3.BucketAcl, (acl, { report }) => {
    for (const problem of openings(acl)) report(problem);
  }),
);

function openings(properties: object): string[] {
  const { acl } = record(properties); // of a bucket it is deprecated, and still taken
  if (typeof acl !== "string" || !(acl.startsWith("public-") || acl === "authenticated-read")) return [];
  return [`acl is "${acl}": leave it out, and let a policy say who may read.`];
}

export const bucketVersioning = stackRule(
  {
    name: "bucket-versioning",
    level: "mandatory",
    dev: "disabled",
    what: "A bucket keeps what is overwritten or deleted",
    why: "A fault, or somebody who means harm, overwrites what lies in it for good.",
    controls: ["Security Hub S3.14", "cdk-nag S3BucketVersioningEnabled", "CKV_AWS_21"],
  },
  each(aws.s3.Bucket, (bucket, { stack, report }) => {
    const found = stack
      .referring(aws.s3.BucketVersioning, "bucket", bucket)
      .map(({ props }) => props.versioningConfiguration.status);
    if (found.includes("Enabled")) return;
    report(`versioning is ${found[0] ?? "not set"}: add an aws.s3.BucketVersioning with the status "Enabled".`);
  }),
);

export const bucketAccessLogs = stackRule(
  {
    name: "bucket-access-logs",
    level: "advisory",
    dev: "disabled",
    what: "A bucket logs every request",
    why: "Nobody can say afterwards who read or took what lay in it.",
    controls: ["FSBP S3.9", "cdk-nag AwsSolutions-S1", "CKV_AWS_18"],
  },
  each(aws.s3.Bucket, (bucket, { stack, report }) => {
    if (stack.referring(aws.s3.BucketLogging, "bucket", bucket).length > 0) return;
    if (stack.referring(aws.s3.BucketLogging, "targetBucket", bucket).length > 0) return; // it holds the logs of others
    report("no aws.s3.BucketLogging belongs to it: add one, with a bucket for the log.");
  }),
);
