import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Bucket } from "./bucket.ts";
import { alarm } from "./internal/alarm.ts";
import { cachingDisabled, cachingOptimized, fallbackFunction, headersConfig } from "./internal/distribution.ts";
import { guard, oneOf, rule } from "./internal/guard.ts";
import { contentTypeOf, filesIn } from "./internal/page-files.ts";
import { logRetentionSteps } from "./lambda-function.ts";
import { cacheControlOf, fallbackPage, hashedFolder, type PageSources } from "./site-headers.ts";

/** The names under which a {@link Site} answers. */
export interface SiteDomain {
  /** Such as `www.example.com`, 1 or more; their records in the DNS are not made here. */
  names: string[];
  /** ARN of a certificate for all of them, in us-east-1. */
  certificateArn: pulumi.Input<string>;
}

/** Arguments of {@link Site}. Limits: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
export interface SiteArgs {
  /** AWS region of the bucket that holds the page. */
  region: string;
  /** Region of a second bucket with the same files, which is asked when the first does not answer. @default none */
  secondRegion?: string;
  /** Path of the folder with the built page, relative to the working directory; it holds an `index.html`. */
  folder: string;
  /** Files that are known at deploy time only, by path: JSON or text. @default none */
  files?: Record<string, pulumi.Input<string>>;
  /** Where the page may go for what it shows. @default nowhere but to its own address */
  sources?: PageSources;
  /** The names under which it answers. @default CloudFront's own name */
  domain?: SiteDomain;
  /** ARN of its {@link Firewall}, one for CloudFront. @default none */
  firewallArn?: pulumi.Input<string>;
  /** Whether the buckets are deleted with all that lies in them. @default false */
  forceDestroy?: boolean;
  /** Days that its access log is kept: one of CloudWatch's steps. @default 30 */
  logRetentionDays?: number;
  /** ARNs in us-east-1 that an alarm, and its end, is sent to: CloudFront tells its metrics there only. @default none */
  alarmActions?: pulumi.Input<string>[];
}

/** Where CloudFront tells its metrics and takes certificates, whatever region a program is about. */
const homeOfCloudFront = "us-east-1";

/**
 * A static page behind CloudFront: private buckets that only CloudFront reads, TLS 1.2 or newer, HTTP/3, security headers, files
 * with a digest in their name kept for a year and all others asked for each time, the page itself for every path that is no file, an
 * access log and an alarm.
 *
 * @example
 * new Site("site", {
 *   region: "eu-west-1",
 *   folder: "site/dist",
 *   files: { "config.json": pulumi.jsonStringify({ api: api.url }) },
 *   sources: { connectTo: ["https://api.example.com"] },
 * });
 *
 * @throws InvalidArguments if the folder holds no index.html or a file of unknown kind, or an argument is out of its range
 */
export class Site extends pulumi.ComponentResource {
  /** Its address, such as `https://d111111abcdef8.cloudfront.net`. */
  readonly url: pulumi.Output<string>;
  /** Name that records of its domain point to. */
  readonly domainName: pulumi.Output<string>;
  /** Zone of that name, for alias records. */
  readonly hostedZoneId: pulumi.Output<string>;
  /** ARNs of its alarms, in us-east-1. */
  readonly alarms: pulumi.Output<string>[];

  constructor(name: string, args: SiteArgs, opts?: pulumi.ComponentResourceOptions) {
    const { region, secondRegion, folder, files = {}, sources = {}, domain, firewallArn, alarmActions } = args;
    const { forceDestroy = false, logRetentionDays = 30 } = args;
    const built = filesIn(folder);
    const unknown = [...built, ...Object.keys(files)].filter((path) => contentTypeOf(path) === undefined);
    guard("Site", name, [
      rule(secondRegion === region, `secondRegion is ${region}, and must not be the first region`),
      rule(
        !built.includes(fallbackPage),
        `folder is ${folder}, and must hold an ${fallbackPage}: build the page first`,
      ),
      ...unknown.map((path) => `folder or files holds ${path}, and must hold files of known kinds only`),
      rule(domain?.names.length === 0, "domain.names is empty, and must hold a name"),
      oneOf("logRetentionDays", logRetentionDays, logRetentionSteps),
    ]);
    super("berth:index:Site", name, {}, opts);
    const child = { parent: this };

    const places = [
      { label: name, region },
      ...(secondRegion ? [{ label: `${name}-second`, region: secondRegion }] : []),
    ];
    const buckets = places.map(({ label, region: place }) => {
      const bucket = new Bucket(label, { region: place, forceDestroy, readByCloudFront: true }, child);
      const put = (path: string, content: Partial<aws.s3.BucketObjectv2Args>) =>
        new aws.s3.BucketObjectv2(
          `${label}/${path}`,
          {
            ...{ region: place, bucket: bucket.bucketName, key: path, contentType: contentTypeOf(path) },
            ...{ cacheControl: cacheControlOf(path), ...content },
          },
          // A page that is open in a browser still asks for the files that it was built with.
          { ...child, retainOnDelete: path.startsWith(hashedFolder) && !forceDestroy },
        );
      for (const path of built) put(path, { source: new pulumi.asset.FileAsset(join(folder, path)) });
      for (const [path, content] of Object.entries(files)) put(path, { content });
      return { label, bucket };
    });

    const access = new aws.cloudfront.OriginAccessControl(
      name,
      { originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4" },
      child,
    );
    const headers = new aws.cloudfront.ResponseHeadersPolicy(name, headersConfig(sources), child);
    const fallback = new aws.cloudfront.Function(
      name,
      { runtime: "cloudfront-js-2.0", code: fallbackFunction, comment: "The page for every path that is no file" },
      child,
    );
    const isDoubled = buckets.length > 1;
    const behavior = {
      targetOriginId: isDoubled ? "either" : name,
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD", "OPTIONS"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      responseHeadersPolicyId: headers.id,
    };
    const distribution = new aws.cloudfront.Distribution(
      name,
      {
        comment: `The page ${name}`,
        enabled: true,
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        defaultRootObject: fallbackPage,
        aliases: domain?.names,
        webAclId: firewallArn,
        origins: buckets.map(({ label, bucket }) => ({
          originId: label,
          domainName: bucket.regionalDomainName,
          originAccessControlId: access.id,
        })),
        originGroups: isDoubled
          ? [
              {
                originId: "either",
                members: buckets.map(({ label }) => ({ originId: label })),
                failoverCriteria: { statusCodes: [500, 502, 503, 504] },
              },
            ]
          : undefined,
        defaultCacheBehavior: {
          ...behavior,
          cachePolicyId: cachingDisabled,
          functionAssociations: [{ eventType: "viewer-request", functionArn: fallback.arn }],
        },
        orderedCacheBehaviors: [{ ...behavior, pathPattern: `${hashedFolder}*`, cachePolicyId: cachingOptimized }],
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: domain
          ? {
              acmCertificateArn: domain.certificateArn,
              sslSupportMethod: "sni-only",
              minimumProtocolVersion: "TLSv1.2_2021",
            }
          : { cloudfrontDefaultCertificate: true },
      },
      child,
    );
    const there = { region: homeOfCloudFront };
    const log = new aws.cloudwatch.LogGroup(name, { ...there, retentionInDays: logRetentionDays }, child);
    const source = new aws.cloudwatch.LogDeliverySource(
      name,
      { ...there, logType: "ACCESS_LOGS", resourceArn: distribution.arn },
      child,
    );
    const destination = new aws.cloudwatch.LogDeliveryDestination(
      name,
      {
        ...there,
        outputFormat: "json",
        deliveryDestinationConfiguration: { destinationResourceArn: log.arn },
      },
      child,
    );
    new aws.cloudwatch.LogDelivery(
      name,
      { ...there, deliverySourceName: source.name, deliveryDestinationArn: destination.arn },
      child,
    );

    this.domainName = distribution.domainName;
    this.hostedZoneId = distribution.hostedZoneId;
    this.url = pulumi.interpolate`https://${domain?.names[0] ?? distribution.domainName}`;
    this.alarms = [
      alarm(
        `${name}-5xx`,
        {
          description: `More than one in a hundred requests for the page ${name} fail: do its buckets answer?`,
          namespace: "AWS/CloudFront",
          metric: "5xxErrorRate",
          dimensions: { DistributionId: distribution.id, Region: "Global" },
          statistic: "Average",
          above: 1, // percent
          periods: 3,
        },
        { ...child, ...there, actions: alarmActions },
      ).arn,
    ];
    this.registerOutputs({ url: this.url });
  }
}
