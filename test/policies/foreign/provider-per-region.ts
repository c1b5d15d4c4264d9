import * as aws from "@pulumi/aws";

const tags = { owner: "platform" };

/** A team that makes a provider for each region, and the same things with each. */
export function program(): void {
  const secret = new aws.secretsmanager.Secret("db", { replicas: [{ region: "me-central-1" }], tags });
  for (const region of ["eu-west-1", "me-central-1"] as const) {
    const provider = new aws.Provider(region, { region, defaultTags: { tags } });
    const keyId = new aws.kms.Key(`logs-${region}`, { enableKeyRotation: true }, { provider }).arn;
    const log = new aws.cloudwatch.LogGroup(`api-${region}`, { retentionInDays: 14, kmsKeyId: keyId }, { provider });
    const api = new aws.apigatewayv2.Api(`api-${region}`, { protocolType: "HTTP" }, { provider });
    new aws.apigatewayv2.Stage(
      `api-${region}`,
      {
        apiId: api.id,
        autoDeploy: true,
        accessLogSettings: { destinationArn: log.arn, format: "$context.requestId" },
        defaultRouteSettings: { throttlingRateLimit: 500, throttlingBurstLimit: 1000 },
      },
      { provider },
    );
    new aws.apigatewayv2.Route(
      `status-${region}`,
      { apiId: api.id, routeKey: "GET /status", authorizationType: "NONE" },
      { provider },
    );
    const target = new aws.sns.Topic(`news-${region}`, { kmsMasterKeyId: keyId }, { provider });
    new aws.sns.TopicSubscription(
      `news-${region}`,
      { topic: target.arn, protocol: "lambda", endpoint: "arn:aws:lambda:eu-west-1:123456789012:function:mailer" },
      { provider },
    );
  }
  new aws.ssm.Parameter("secret-arn", { type: "String", value: secret.arn });
}

export const expected = [
  "region-allowed db",
  "http-route-authorizer status-eu-west-1",
  "topic-subscription-dead-letters news-eu-west-1",
  "region-allowed me-central-1",
  "region-allowed logs-me-central-1",
  "region-allowed api-me-central-1",
  "region-allowed api-me-central-1",
  "region-allowed api-me-central-1",
  "http-route-authorizer status-me-central-1",
  "region-allowed status-me-central-1",
  "region-allowed news-me-central-1",
  "topic-subscription-dead-letters news-me-central-1",
  "region-allowed news-me-central-1",
  "no-cross-region-reference news-me-central-1",
  "http-api-alarms api-eu-west-1",
  "http-api-alarms api-eu-west-1",
  "http-api-alarms api-me-central-1",
  "http-api-alarms api-me-central-1",
  "topic-tls-only news-eu-west-1",
  "topic-tls-only news-me-central-1",
];

export const config = { "aws:region": "eu-west-1" };
