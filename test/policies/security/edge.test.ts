import * as edge from "../../../policies/security/edge.ts";
import { itIsAResourceRule } from "../rule-tests.ts";
import { behavior, customOrigin, s3Origin } from "../sound/edge.ts";
import { unknown } from "../violations.ts";

const type = "aws:cloudfront/distribution:Distribution";

itIsAResourceRule(edge.distributionHttps, {
  type,
  holds: [
    [{ orderedCacheBehaviors: [{ ...behavior({ viewerProtocolPolicy: "https-only" }), pathPattern: "/api/*" }] }],
  ],
  breaks: [
    [
      { orderedCacheBehaviors: [{ ...behavior({ viewerProtocolPolicy: "allow-all" }), pathPattern: "/api/*" }] },
      ['viewerProtocolPolicy of /api/* is "allow-all": set it to "redirect-to-https" or "https-only".'],
    ],
  ],
  unknown: [[{ defaultCacheBehavior: { viewerProtocolPolicy: unknown } }, "unjudged"]],
});

const certificate = (minimumProtocolVersion?: string) => ({
  viewerCertificate: { acmCertificateArn: unknown, minimumProtocolVersion },
});

itIsAResourceRule(edge.distributionTls, {
  type,
  holds: [
    [{ viewerCertificate: { cloudfrontDefaultCertificate: true } }],
    [certificate("TLSv1.2_2025")],
    [certificate("TLSv1.3_2025")],
  ],
  breaks: [
    [certificate(), ['viewerCertificate.minimumProtocolVersion is not set: set it to "TLSv1.2_2021".']],
    [
      certificate("TLSv1.1_2016"),
      ['viewerCertificate.minimumProtocolVersion is TLSv1.1_2016: set it to "TLSv1.2_2021".'],
    ],
    [
      certificate("TLSv1"),
      ['viewerCertificate.minimumProtocolVersion is TLSv1: set it to "TLSv1.3_2025".'],
      { policy: "TLSv1.3_2025" },
    ],
  ],
  unknown: [
    [certificate(unknown), "unjudged"],
    [certificate("TLSv1.2_2021"), []], // of which the certificate is known later
  ],
});

itIsAResourceRule(edge.distributionOriginTls, {
  type,
  holds: [[{ origins: [s3Origin()] }]],
  breaks: [
    [
      { origins: [customOrigin({ originProtocolPolicy: "match-viewer", originSslProtocols: ["SSLv3", "TLSv1.1"] })] },
      [
        'originProtocolPolicy of api is "match-viewer": set it to "https-only".',
        'originSslProtocols of api holds SSLv3, TLSv1.1: leave "TLSv1.2" only.',
      ],
    ],
  ],
  unknown: [[{ origins: [customOrigin({ originProtocolPolicy: unknown })] }, "unjudged"]],
});

itIsAResourceRule(edge.distributionOriginAccess, {
  type,
  holds: [[{ origins: [customOrigin(), { originId: "vpc", vpcOriginConfig: { vpcOriginId: unknown } }] }]],
  breaks: [
    [
      { origins: [{ originId: "old", s3OriginConfig: { originAccessIdentity: "origin-access-identity/1" } }] },
      ["originAccessControlId of old is not set: add an aws.cloudfront.OriginAccessControl."],
    ],
  ],
  unknown: [
    [{ origins: [s3Origin({ originAccessControlId: unknown, domainName: unknown })] }, []],
    [{ origins: unknown }, "unjudged"],
  ],
});

itIsAResourceRule(edge.distributionWebAcl, {
  type,
  breaks: [[{ webAclId: "" }, ["webAclId is not set: name an aws.wafv2.WebAcl of the scope CLOUDFRONT."]]],
  unknown: [[{ webAclId: unknown }, []]],
});

itIsAResourceRule(edge.distributionDefaultRoot, {
  type,
  holds: [[{ origins: [customOrigin()], defaultRootObject: undefined }]],
  breaks: [[{ defaultRootObject: undefined }, ['defaultRootObject is not set: set it, to "index.html" for example.']]],
  unknown: [
    [{ defaultRootObject: unknown }, []],
    [{ origins: unknown }, "unjudged"],
  ],
});
