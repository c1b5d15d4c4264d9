import type * as aws from "@pulumi/aws";
import { fallbackPage, type PageSources, securityHeaders } from "../site-headers.ts";

// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
/** CloudFront's own policy by which it keeps what the origin lets it keep, compressed. */
export const cachingOptimized = "658327ea-f89d-4fab-a63d-7e88639e58f6";
/** CloudFront's own policy by which it keeps nothing. */
export const cachingDisabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/** Runs at the edge, in CloudFront's own JavaScript. Says the same as `isFilePath`. */
export const fallbackFunction = `function handler(event) {
  var request = event.request;
  if (!/\\.[^/]*$/.test(request.uri)) request.uri = "/${fallbackPage}";
  return request;
}
`;

/** The headers of a page as CloudFront is told of them: some it knows by name, and takes from nowhere else. */
export function headersConfig(sources: PageSources): aws.cloudfront.ResponseHeadersPolicyArgs {
  const {
    "Content-Security-Policy": contentSecurityPolicy = "",
    "Strict-Transport-Security": strictTransportSecurity = "",
    "X-Content-Type-Options": _,
    "X-Frame-Options": frameOption = "",
    "Referrer-Policy": referrerPolicy = "",
    ...others
  } = securityHeaders(sources);
  const override = true;
  return {
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy, override },
      strictTransportSecurity: {
        accessControlMaxAgeSec: Number(/max-age=(\d+)/.exec(strictTransportSecurity)?.[1]),
        includeSubdomains: strictTransportSecurity.includes("includeSubDomains"),
        preload: strictTransportSecurity.includes("preload"),
        override,
      },
      contentTypeOptions: { override },
      frameOptions: { frameOption, override },
      referrerPolicy: { referrerPolicy, override },
    },
    customHeadersConfig: {
      items: Object.entries(others).map(([header, value]) => ({ header, value, override })),
    },
  };
}
