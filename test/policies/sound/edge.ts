import * as aws from "@pulumi/aws";
import { alarm, logGroup } from "./operations.ts";

/** What belongs to a stage of an API, and can be left out. */
type Companion = "settings" | "firewall" | "alarms";

const guarded = {
  openapi: "3.0.1",
  security: [{ token: [] }],
  paths: { "/bookings": { post: {} }, "/health": { get: { security: [] } } },
  components: { securitySchemes: { token: { type: "apiKey", "x-amazon-apigateway-authorizer": { type: "token" } } } },
};

export function restApi(
  name: string,
  change: Partial<aws.apigateway.StageArgs> = {},
  without: Companion[] = [],
  body: unknown = guarded,
): aws.apigateway.Stage {
  const api = new aws.apigateway.RestApi(name, {
    body: JSON.stringify(body),
    endpointConfiguration: { types: "REGIONAL" },
  });
  const deployment = new aws.apigateway.Deployment(name, { restApi: api.id });
  const stage = new aws.apigateway.Stage(name, {
    restApi: api.id,
    deployment: deployment.id,
    stageName: "live",
    xrayTracingEnabled: true,
    accessLogSettings: { destinationArn: logGroup(name).arn, format: "{}" },
    ...change,
  });
  if (!without.includes("settings")) methodSettings(name, stage);
  if (!without.includes("firewall")) {
    new aws.wafv2.WebAclAssociation(name, { resourceArn: stage.arn, webAclArn: webAcl(name).arn });
  }
  if (!without.includes("alarms")) {
    for (const metric of ["5XXError", "Latency"]) alarm(name, ["AWS/ApiGateway", metric], { ApiName: api.name });
  }
  return stage;
}

export function methodSettings(
  name: string,
  { restApi: api, stageName }: aws.apigateway.Stage,
  change: Partial<aws.types.input.apigateway.MethodSettingsSettings> = {},
) {
  return new aws.apigateway.MethodSettings(name, {
    restApi: api,
    stageName,
    methodPath: "*/*",
    settings: { throttlingRateLimit: 100, throttlingBurstLimit: 200, loggingLevel: "ERROR", ...change },
  });
}

export function method(name: string, change: Partial<aws.apigateway.MethodArgs> = {}) {
  return new aws.apigateway.Method(name, {
    restApi: "api",
    resourceId: "resource",
    httpMethod: "GET",
    authorization: "AWS_IAM",
    ...change,
  });
}

export function usagePlan(name: string, change: Partial<aws.apigateway.UsagePlanArgs> = {}) {
  return new aws.apigateway.UsagePlan(name, {
    throttleSettings: { rateLimit: 10, burstLimit: 20 },
    quotaSettings: { limit: 10_000, period: "DAY" },
    ...change,
  });
}

export function domain(name: string, change: Partial<aws.apigateway.DomainNameArgs> = {}) {
  const domainName = "api.example.com";
  return new aws.apigateway.DomainName(name, { domainName, securityPolicy: "TLS_1_2", ...change });
}

export function httpApi(name: string, change: Partial<aws.apigatewayv2.StageArgs> = {}, watched = true) {
  const api = new aws.apigatewayv2.Api(name, { protocolType: "HTTP" });
  if (watched) for (const metric of ["5xx", "Latency"]) alarm(name, ["AWS/ApiGateway", metric], { ApiId: api.id });
  return new aws.apigatewayv2.Stage(name, {
    apiId: api.id,
    defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 },
    accessLogSettings: { destinationArn: logGroup(name).arn, format: "{}" },
    ...change,
  });
}

export function route(name: string, change: Partial<aws.apigatewayv2.RouteArgs> = {}) {
  return new aws.apigatewayv2.Route(name, {
    apiId: "api",
    routeKey: "POST /bookings",
    authorizationType: "JWT",
    ...change,
  });
}

export function webAcl(name: string, change: Partial<aws.wafv2.WebAclArgs> = {}, logged = true) {
  const visibilityConfig = { cloudwatchMetricsEnabled: true, metricName: name, sampledRequestsEnabled: true };
  const acl = new aws.wafv2.WebAcl(name, {
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    visibilityConfig,
    rules: [
      {
        name: "common",
        priority: 1,
        overrideAction: { none: {} },
        statement: { managedRuleGroupStatement: { name: "AWSManagedRulesCommonRuleSet", vendorName: "AWS" } },
        visibilityConfig,
      },
    ],
    ...change,
  });
  if (logged) {
    const logDestinationConfigs = ["arn:aws:logs:eu-west-1:123456789012:log-group:aws-waf-logs-berth"];
    new aws.wafv2.WebAclLoggingConfiguration(name, { resourceArn: acl.arn, logDestinationConfigs });
  }
  return acl;
}

export function distribution(name: string, change: Partial<aws.cloudfront.DistributionArgs> = {}, watched = true) {
  const made = new aws.cloudfront.Distribution(name, {
    enabled: true,
    defaultRootObject: "index.html",
    webAclId: "arn:aws:wafv2:us-east-1:123456789012:global/webacl/site/1",
    loggingConfig: { bucket: "logs.s3.amazonaws.com" },
    origins: [s3Origin(), customOrigin()],
    defaultCacheBehavior: behavior(),
    viewerCertificate: {
      acmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/site",
      minimumProtocolVersion: "TLSv1.2_2021",
      sslSupportMethod: "sni-only",
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    ...change,
  });
  if (watched) alarm(name, ["AWS/CloudFront", "5xxErrorRate"], { DistributionId: made.id });
  return made;
}

export function s3Origin(change: Partial<aws.types.input.cloudfront.DistributionOrigin> = {}) {
  return { originId: "site", domainName: "site.s3.eu-west-1.amazonaws.com", originAccessControlId: "E1", ...change };
}

export function customOrigin(change: Partial<aws.types.input.cloudfront.DistributionOriginCustomOriginConfig> = {}) {
  return {
    originId: "api",
    domainName: "api.example.com",
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      ...change,
    },
  };
}

export function behavior(change: Partial<aws.types.input.cloudfront.DistributionDefaultCacheBehavior> = {}) {
  return {
    targetOriginId: "site",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    ...change,
  };
}
