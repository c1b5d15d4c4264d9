/** Status and `x-amzn-ErrorType` of each kind of gateway response. */
const kinds = {
  ACCESS_DENIED: [403, "AccessDeniedException"],
  API_CONFIGURATION_ERROR: [500, "InternalServerErrorException"],
  AUTHORIZER_CONFIGURATION_ERROR: [500, "AuthorizerConfigurationException"],
  AUTHORIZER_FAILURE: [500, "InternalServerErrorException"],
  BAD_REQUEST_BODY: [400, "BadRequestException"],
  BAD_REQUEST_PARAMETERS: [400, "BadRequestException"],
  DEFAULT_4XX: [400, "BadRequestException"],
  DEFAULT_5XX: [500, "InternalServerErrorException"],
  EXPIRED_TOKEN: [403, "ExpiredTokenException"],
  INTEGRATION_FAILURE: [504, "InternalServerErrorException"],
  INTEGRATION_TIMEOUT: [504, "InternalServerErrorException"],
  INVALID_API_KEY: [403, "ForbiddenException"],
  INVALID_SIGNATURE: [403, "InvalidSignatureException"],
  MISSING_AUTHENTICATION_TOKEN: [403, "MissingAuthenticationTokenException"],
  QUOTA_EXCEEDED: [429, "LimitExceededException"],
  REQUEST_TOO_LARGE: [413, "RequestTooLargeException"],
  RESOURCE_NOT_FOUND: [404, "NotFoundException"],
  THROTTLED: [429, "TooManyRequestsException"],
  UNAUTHORIZED: [401, "UnauthorizedException"],
  UNSUPPORTED_MEDIA_TYPE: [415, "UnsupportedMediaTypeException"],
  WAF_FILTERED: [403, "ForbiddenException"],
} as const satisfies Record<string, readonly [number, string]>;

/** A kind of gateway response: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
export type ResponseType = keyof typeof kinds;

/** Whether API Gateway has a response type of this name. */
export function isResponseType(name: string): name is ResponseType {
  return name in kinds;
}

/** A request that the gateway answers itself. */
export class GatewayError extends Error {
  readonly responseType: ResponseType;
  /** What `$context.error.message` says. */
  readonly text: string | null;
  readonly status: number;
  /** The header `x-amzn-ErrorType`. */
  readonly errorType: string;
  /** What is wrong with the request's body, in detail. */
  readonly validationErrors: string | undefined;
  /** What the execution log says, if more than the client hears. */
  readonly log: string | undefined;

  constructor(
    responseType: ResponseType,
    text: string | null,
    { status = kinds[responseType][0], validationErrors, log }: Details = {},
  ) {
    super(text ?? responseType);
    this.name = "GatewayError";
    this.responseType = responseType;
    this.text = text;
    this.status = status;
    this.errorType = kinds[responseType][1];
    this.validationErrors = validationErrors;
    this.log = log;
  }
}

interface Details {
  /** @default the response type's */
  status?: number;
  validationErrors?: string;
  log?: string;
}
