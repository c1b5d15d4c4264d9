import type { APIGatewayProxyWithLambdaAuthorizerEvent } from "aws-lambda";
import { accountId } from "../../account.ts";
import type { Exchange } from "./exchange.ts";

/** The event of a proxy integration, version 1.0. */
export type ProxyEvent = Omit<APIGatewayProxyWithLambdaAuthorizerEvent<Record<string, string>>, "requestContext"> & {
  requestContext: Omit<
    APIGatewayProxyWithLambdaAuthorizerEvent<Record<string, string>>["requestContext"],
    "authorizer"
  > & {
    authorizer?: Record<string, string | number>;
    deploymentId: string;
  };
};

/** Headers that the gateway keeps to itself. */
const hopByHop = new Set(["connection", "content-length"]);

/**
 * The event that a function gets: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 *
 * The stage lies at the root of its address, as behind a custom domain, so `requestContext.path` is without the stage.
 */
export function proxyEventOf(exchange: Exchange, stageVariables: Readonly<Record<string, string>> | null): ProxyEvent {
  const { operation, query } = exchange;
  const headers = headersOf(exchange);
  const resource = operation?.path ?? exchange.path;
  return {
    resource,
    path: exchange.path,
    httpMethod: exchange.method,
    headers: mapValues(headers, (values) => values.at(-1)),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: query.size === 0 ? null : Object.fromEntries(query),
    multiValueQueryStringParameters:
      query.size === 0 ? null : Object.fromEntries([...query.keys()].map((name) => [name, query.getAll(name)])),
    pathParameters: Object.keys(exchange.pathParameters).length === 0 ? null : { ...exchange.pathParameters },
    stageVariables: stageVariables && { ...stageVariables },
    requestContext: {
      ...(exchange.grant && {
        authorizer: {
          ...exchange.grant.context,
          principalId: exchange.grant.principalId,
          integrationLatency: exchange.grant.integrationLatency,
        },
      }),
      accountId,
      apiId: exchange.stage.apiId,
      deploymentId: exchange.stage.deploymentId,
      domainName: exchange.host,
      domainPrefix: exchange.stage.apiId,
      extendedRequestId: exchange.extendedRequestId,
      httpMethod: exchange.method,
      identity: {
        accessKey: null,
        accountId: null,
        apiKey: null,
        apiKeyId: null,
        caller: null,
        clientCert: null,
        cognitoAuthenticationProvider: null,
        cognitoAuthenticationType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        principalOrgId: null,
        sourceIp: exchange.sourceIp,
        user: null,
        userAgent: exchange.userAgent ?? null,
        userArn: null,
      },
      path: exchange.path,
      protocol: exchange.protocol,
      requestId: exchange.requestId,
      requestTime: exchange.requestTime,
      requestTimeEpoch: exchange.startedAt.getTime(),
      resourceId: exchange.resourceId,
      resourcePath: resource,
      stage: exchange.stage.stageName,
    },
    body: exchange.body.length === 0 ? null : exchange.body.toString(),
    isBase64Encoded: false, // the API has no binary media types
  };
}

/** All values of each header, under the name as it was first sent, and those that the gateway adds. */
function headersOf(exchange: Exchange): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  const names = new Map<string, string>();
  const add = (name: string, value: string) => {
    const key = name.toLowerCase();
    const shown = names.get(key) ?? name;
    names.set(key, shown);
    headers.set(shown, [...(headers.get(shown) ?? []), value]);
  };
  for (let index = 0; index + 1 < exchange.rawHeaders.length; index += 2) {
    const [name = "", value = ""] = exchange.rawHeaders.slice(index, index + 2);
    if (!hopByHop.has(name.toLowerCase()) && name.toLowerCase() !== "x-amzn-trace-id") add(name, value);
  }
  add("X-Amzn-Trace-Id", exchange.traceId);
  add("X-Forwarded-For", exchange.sourceIp);
  add("X-Forwarded-Port", /:(\d+)$/.exec(exchange.host)?.[1] ?? "80");
  add("X-Forwarded-Proto", "http");
  return headers;
}

function mapValues<V, W>(map: ReadonlyMap<string, V>, change: (value: V) => W): Record<string, W> {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}
