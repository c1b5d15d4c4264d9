import * as pulumi from "@pulumi/pulumi";
import { gatewayResponses } from "./gateway-responses.ts";
import type { OpenApi } from "./open-api.ts";

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
}

/**
 * The OpenAPI document, as JSON, with API Gateway's extensions:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
export function gatewayDocument(document: OpenApi, gateway: Gateway): pulumi.Output<string> {
  return pulumi.output(gateway).apply(({ integrations, authorizer, timeoutMilliseconds, problemTypePrefix }) =>
    document.extended({
      api: {
        "x-amazon-apigateway-request-validators": {
          all: { validateRequestBody: true, validateRequestParameters: true },
        },
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-gateway-responses": gatewayResponses(problemTypePrefix),
      },
      scheme: (name) => (authorizer?.scheme === name ? tokenAuthorizer(authorizer) : {}),
      operation: (id) => ({
        "x-amazon-apigateway-integration": {
          type: "aws_proxy",
          httpMethod: "POST",
          uri: integrations[id],
          passthroughBehavior: "never",
          timeoutInMillis: timeoutMilliseconds,
        },
      }),
    }),
  );
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
