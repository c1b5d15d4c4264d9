import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { tlsOnly } from "../permission.ts";

/** What a bucket's policy depends on. */
export interface BucketPolicySettings {
  arn: pulumi.Output<string>;
  /** Whether S3 may write the access logs of this account's buckets. */
  takesAccessLogs: boolean;
  /** Whether this account's CloudFront distributions may read its objects. */
  readByCloudFront: boolean;
}

/** The policy of a bucket, as JSON: over TLS only, and, if that is wanted, which services write and read its objects. */
export function bucketPolicy(
  { arn, takesAccessLogs, readByCloudFront }: BucketPolicySettings,
  child: { parent: pulumi.Resource },
): pulumi.Output<string> {
  const objects = pulumi.interpolate`${arn}/*`;
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      tlsOnly("s3:*", [arn, objects]),
      ...(takesAccessLogs ? [accessLogs(objects, child)] : []),
      ...(readByCloudFront ? [distributions(objects, child)] : []),
    ],
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html */
function accessLogs(objects: pulumi.Output<string>, child: { parent: pulumi.Resource }) {
  return {
    Sid: "AccessLogsOfThisAccount",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: objects,
    Condition: { StringEquals: { "aws:SourceAccount": aws.getCallerIdentityOutput({}, child).accountId } },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html */
function distributions(objects: pulumi.Output<string>, child: { parent: pulumi.Resource }) {
  const { accountId } = aws.getCallerIdentityOutput({}, child);
  return {
    Sid: "DistributionsOfThisAccount",
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Action: "s3:GetObject",
    Resource: objects,
    // A distribution names its buckets, so that its own ARN is not known yet.
    Condition: { ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:aws:cloudfront::${accountId}:distribution/*` } },
  };
}
