/** What API Gateway itself answers, before or instead of a function: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
interface GatewayResponse {
  statusCode?: number;
  responseParameters: Record<string, string>;
  responseTemplates: Record<string, string>;
}

interface Refusal {
  /** Last part of the problem's `type`. */
  problem: string;
  title: string;
  /** @default the one that API Gateway would give */
  status?: number;
  /** A template; `messageString` is a JSON string with its quotes. @default API Gateway's own message */
  detail?: string;
  retryAfterSeconds?: number;
}

const invalidRequest: Refusal = {
  problem: "invalid-request",
  title: "The request breaks a rule",
  status: 400,
  detail: `"$context.error.validationErrorString"`,
};
const tooManyRequests: Refusal = {
  problem: "too-many-requests",
  title: "Too many requests",
  status: 429,
  retryAfterSeconds: 1, // a bucket has new tokens by then
};
const timeout: Refusal = { problem: "timeout", title: "No answer in time", status: 504 };
const internalError: Refusal = { problem: "internal-error", title: "Something failed here", status: 500 };

const refusals: Record<string, Refusal> = {
  BAD_REQUEST_BODY: invalidRequest,
  BAD_REQUEST_PARAMETERS: { ...invalidRequest, detail: "$context.error.messageString" },
  UNAUTHORIZED: { problem: "unauthorized", title: "No valid token", status: 401 },
  ACCESS_DENIED: { problem: "forbidden", title: "The token does not allow this", status: 403 },
  INVALID_API_KEY: { problem: "forbidden", title: "No valid key", status: 403 },
  MISSING_AUTHENTICATION_TOKEN: {
    problem: "not-found",
    title: "Nothing is at this path",
    status: 404,
    detail: `"No operation has this path and method."`,
  },
  REQUEST_TOO_LARGE: { problem: "content-too-large", title: "The body is too large", status: 413 },
  UNSUPPORTED_MEDIA_TYPE: { problem: "unsupported-media-type", title: "The body is not JSON", status: 415 },
  THROTTLED: tooManyRequests,
  QUOTA_EXCEEDED: tooManyRequests,
  INTEGRATION_TIMEOUT: timeout,
  INTEGRATION_FAILURE: timeout,
  DEFAULT_4XX: { problem: "refused", title: "The request is refused" },
  DEFAULT_5XX: internalError,
};

/**
 * Problem details (RFC 9457) for everything that API Gateway refuses by itself, as the API document declares them.
 *
 * @param parameters further headers of all of them
 */
export function gatewayResponses(
  problemTypePrefix: string,
  parameters: Record<string, string>,
): Record<string, GatewayResponse> {
  return Object.fromEntries(
    Object.entries(refusals).map(([responseType, { problem, title, status, detail, retryAfterSeconds }]) => [
      responseType,
      {
        ...(status === undefined ? {} : { statusCode: status }),
        responseParameters: {
          ...parameters,
          "gatewayresponse.header.Content-Type": "'application/problem+json'",
          ...(retryAfterSeconds === undefined
            ? {}
            : { "gatewayresponse.header.Retry-After": `'${retryAfterSeconds}'` }),
        },
        responseTemplates: {
          "application/json":
            `{"type":"${problemTypePrefix}${problem}","title":"${title}",` +
            (status === undefined ? "" : `"status":${status},`) +
            `"detail":${detail ?? "$context.error.messageString"},"requestId":"$context.requestId"}`,
        },
      },
    ]),
  );
}
