import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from "aws-lambda";
import { readEnvironment } from "../../runtime/environment.ts";
import { logger, observed } from "../../runtime/observability.ts";
import { warmable } from "../../runtime/warm-up.ts";
import { authorize, TokenRefused } from "./authorize.ts";
import { variables } from "./environment.ts";
import { bundledMethods } from "./methods.ts";
import { bundledJwks, tokenVerifier } from "./verifier.ts";

const environment = readEnvironment([...variables, "LAMBDA_TASK_ROOT"]);

const dependencies = {
  verify: tokenVerifier({
    userPoolId: environment.USER_POOL_ID,
    clientId: environment.USER_POOL_CLIENT_ID,
    jwks: bundledJwks(environment.LAMBDA_TASK_ROOT),
  }),
  methods: bundledMethods(environment.LAMBDA_TASK_ROOT),
};

function authorizeCaller(event: APIGatewayTokenAuthorizerEvent): Promise<APIGatewayAuthorizerResult> {
  try {
    return Promise.resolve(authorize(event, dependencies));
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    logger.warn("token refused", { reason: error.message });
    // API Gateway answers 401 to exactly this message, and 500 to any other.
    return Promise.reject(new Error("Unauthorized"));
  }
}

/** Lambda authorizer of type TOKEN: says who the caller of the API is, or refuses. */
export const handler = warmable(observed(authorizeCaller));
