import * as aws from "@pulumi/aws";
import { on, resourceRule } from "../framework/rule.ts";
import { text } from "../framework/settings.ts";
import { isSet } from "../framework/unknown.ts";

export const distributionHttps = resourceRule(
  {
    name: "distribution-https",
    level: "mandatory",
    what: "A distribution answers over TLS only",
    why: "Somebody on the way reads what customers do, or changes what they see.",
    controls: ["FSBP CloudFront.3", "CKV_AWS_34"],
  },
  on(aws.cloudfront.Distribution, ({ defaultCacheBehavior, orderedCacheBehaviors = [] }, { report }) => {
    for (const { viewerProtocolPolicy, pathPattern } of [
      { ...defaultCacheBehavior, pathPattern: "the default" },
      ...orderedCacheBehaviors,
    ]) {
      if (viewerProtocolPolicy !== "allow-all") continue;
      report(`viewerProtocolPolicy of ${pathPattern} is "allow-all": set it to "redirect-to-https" or "https-only".`);
    }
  }),
);

export const distributionTls = resourceRule(
  {
    name: "distribution-tls",
    level: "mandatory",
    dev: "remediate",
    what: "A distribution with a certificate of its own takes TLS 1.2 or newer",
    why: "Older versions are broken: somebody on the way can read and change what is sent.",
    controls: ["FSBP CloudFront.15", "cdk-nag AwsSolutions-CFR4", "CKV_AWS_174", "CKV2_AWS_54"],
    settings: {
      policy: text("What a remediation sets", "TLSv1.2_2021", "^TLSv1\\.[23]_20"),
    },
  },
  on(
    aws.cloudfront.Distribution,
    ({ viewerCertificate: { cloudfrontDefaultCertificate, minimumProtocolVersion: found } }, { settings, report }) => {
      if (cloudfrontDefaultCertificate === true || isModern(found)) return; // CloudFront's own certificate fixes it
      report(`viewerCertificate.minimumProtocolVersion is ${found ?? "not set"}: set it to "${settings.policy}".`);
    },
    (distribution, { policy }) => {
      const { cloudfrontDefaultCertificate, minimumProtocolVersion } = distribution.viewerCertificate;
      if (cloudfrontDefaultCertificate === true || isModern(minimumProtocolVersion)) return false;
      distribution.viewerCertificate.minimumProtocolVersion = policy;
      return true;
    },
  ),
);

function isModern(version: string | undefined): boolean {
  return /^TLSv1\.[23]_20/.test(version ?? "");
}

export const distributionOriginTls = resourceRule(
  {
    name: "distribution-origin-tls",
    level: "mandatory",
    what: "A distribution speaks TLS 1.2 with its origins",
    why: "Somebody between the edge and the origin reads what customers sent over TLS.",
    controls: ["FSBP CloudFront.9", "FSBP CloudFront.10", "cdk-nag AwsSolutions-CFR5", "CKV2_AWS_72"],
  },
  on(aws.cloudfront.Distribution, ({ origins }, { report }) => {
    for (const { originId, customOriginConfig } of origins) {
      if (!customOriginConfig) continue;
      const { originProtocolPolicy, originSslProtocols } = customOriginConfig;
      if (originProtocolPolicy !== "https-only") {
        report(`originProtocolPolicy of ${originId} is "${originProtocolPolicy}": set it to "https-only".`);
      }
      const old = originSslProtocols.filter((protocol) => protocol !== "TLSv1.2");
      if (old.length > 0) report(`originSslProtocols of ${originId} holds ${old.join(", ")}: leave "TLSv1.2" only.`);
    }
  }),
);

export const distributionOriginAccess = resourceRule(
  {
    name: "distribution-origin-access",
    level: "mandatory",
    what: "A distribution proves to a bucket who it is, by an origin access control",
    why: "Without it the bucket has to be public, and is read past the firewall and the log.",
    controls: ["FSBP CloudFront.13", "cdk-nag AwsSolutions-CFR7", "CKV2_AWS_46"],
  },
  on(aws.cloudfront.Distribution, ({ origins }, { report }) => {
    for (const origin of origins) {
      const others = isSet(origin, "customOriginConfig") || isSet(origin, "vpcOriginConfig");
      if (others || isSet(origin, "originAccessControlId")) continue;
      report(`originAccessControlId of ${origin.originId} is not set: add an aws.cloudfront.OriginAccessControl.`);
    }
  }),
);

export const distributionWebAcl = resourceRule(
  {
    name: "distribution-web-acl",
    level: "mandatory",
    dev: "disabled",
    what: "A distribution has a firewall",
    why: "Everything that is tried at the edge reaches what is behind it.",
    controls: ["FSBP CloudFront.6", "cdk-nag AwsSolutions-CFR2", "CKV_AWS_68"],
  },
  on(aws.cloudfront.Distribution, (distribution, { report }) => {
    if (isSet(distribution, "webAclId")) return;
    report("webAclId is not set: name an aws.wafv2.WebAcl of the scope CLOUDFRONT.");
  }),
);

export const distributionDefaultRoot = resourceRule(
  {
    name: "distribution-default-root",
    level: "mandatory",
    what: "A distribution of a bucket has a page for its root",
    why: "A request for the root lists what lies in the bucket, if a policy allows it.",
    controls: ["FSBP CloudFront.1", "CKV_AWS_305"],
  },
  on(aws.cloudfront.Distribution, (distribution, { report }) => {
    const ofBucket = distribution.origins.some(
      (origin) => !isSet(origin, "customOriginConfig") && !isSet(origin, "vpcOriginConfig"),
    );
    if (!ofBucket || isSet(distribution, "defaultRootObject")) return;
    report('defaultRootObject is not set: set it, to "index.html" for example.');
  }),
);
