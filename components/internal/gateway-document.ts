import * as pulumi from "@pulumi/pulumi";
import { cacheKey } from "./cache-key.ts";
import { preflight, refusalHeaders } from "./cross-origin.ts";
import { gatewayResponses } from "./gateway-responses.ts";
import type { OpenApi, Operation, Parameter } from "./open-api.ts";
import { forPartners, keyScheme } from "./usage-plans.ts";

/** What API Gateway needs besides the OpenAPI document. */
interface Gateway {
  /** ARNs by which the functions are called, by operation. */
  integrations: Record<string, pulumi.Input<string>>;
  /** The function that a security scheme stands for. */
  authorizer: { scheme: string; cacheSeconds: number; uri: pulumi.Input<string> } | undefined;
  /** Longest wait for a function. */
  timeoutMilliseconds: number;
  /** What the `type` of a problem begins with. */
  problemTypePrefix: string;
  /** Whether there are partners, who call with a key. */
  hasPartners: boolean;
  /** The pages that may call from a browser. */
  crossOrigin: { origins: pulumi.Input<pulumi.Input<string>[]>; maximumAgeSeconds: number };
}

/**
 * The OpenAPI document, as JSON, with API Gateway's extensions:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function gatewayDocument(document: OpenApi, gateway: Gateway): pulumi.Output<string> {
  return pulumi.output(gateway).apply((settings) => {
    const { integrations, authorizer, crossOrigin, hasPartners, timeoutMilliseconds, problemTypePrefix } = settings;
    const hasPages = crossOrigin.origins.length > 0;
    return document.extended({
      api: {
        "x-amazon-apigateway-request-validators": {
          all: { validateRequestBody: true, validateRequestParameters: true },
        },
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-gateway-responses": gatewayResponses(problemTypePrefix, refusalHeaders(crossOrigin)),
      },
      scheme: (name) => (authorizer?.scheme === name ? tokenAuthorizer(authorizer) : {}),
      path: (operations) => (hasPages ? { options: preflight(document, operations, crossOrigin) } : {}),
      copy: (operation) => (hasPartners && operation.partners ? forPartners(operation) : undefined),
      schemes: hasPartners ? keyScheme : {},
      operation: (operation) => ({
        ...(operation.cache && hasPages && { parameters: [...operation.parameters, origin] }),
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          httpMethod: "POST",
          uri: integrations[operation.operationId],
          // A body that is not described is the function's to judge: there is no type that it must have.
          passthroughBehavior: operation.describesBody ? "never" : "when_no_match",
          timeoutInMillis: timeoutMilliseconds,
          ...(operation.cache && kept(operation, hasPages ? [origin] : [])),
        },
      }),
    });
  });
}

/** An answer names the origin that may read it, so that another origin needs another one. */
const origin = { name: "Origin", in: "header", required: false, schema: { type: "string" } } as const;

function kept(operation: Operation, further: readonly Parameter[]): Record<string, unknown> {
  const places = { path: "path", query: "querystring", header: "header" };
  return {
    cacheNamespace: operation.operationId,
    cacheKeyParameters: [...cacheKey(operation), ...further].map(
      ({ in: place, name }) => `method.request.${places[place]}.${name}`,
    ),
  };
}

function tokenAuthorizer({ uri, cacheSeconds }: { uri: string; cacheSeconds: number }): Record<string, unknown> {
  return {
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: "token",
      authorizerUri: uri,
      authorizerResultTtlInSeconds: cacheSeconds,
      identityValidationExpression: "^Bearer [-0-9a-zA-Z._~+/]+=*$",
    },
  };
}
