import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteOptions } from "fastify";
import type { AnswerCache } from "./answer-cache.ts";
import { TokenAuthorizer } from "./authorizer.ts";
import { cachedCall } from "./cached-call.ts";
import type { Api, Operation } from "./document.ts";
import { Exchange, type StageIdentity } from "./exchange.ts";
import { GatewayError } from "./gateway-error.ts";
import { answerOf } from "./gateway-response.ts";
import { callFunction } from "./invocation.ts";
import type { Invoke } from "./ports.ts";
import { overridden } from "./response-template.ts";
import { methodsOf, routeOf } from "./route.ts";
import { checkMediaType, checkParameters, invalidBody, mediaTypeOf } from "./validation.ts";

/** The stage around a router. */
export interface RouterOptions {
  readonly stage: StageIdentity;
  readonly invoke: Invoke;
  /** Stage variables, null for none. */
  readonly variables: Readonly<Record<string, string>> | null;
  /** Takes a token of a method, such as `/bookings/POST`; false if there is none. */
  readonly takeToken: (key: string) => boolean;
  /** Undefined if the stage keeps no answers. */
  readonly answers: AnswerCache | undefined;
  /** Called when a request has been answered. */
  readonly answered: (exchange: Exchange, answer: { status: number; length: number; latency: number }) => void;
  /** The time in epoch milliseconds. */
  readonly clock: () => number;
}

/** 10 MB: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const largestBody = 10 * 1024 * 1024;

/**
 * A Fastify application that serves a deployment as API Gateway would. The order of checks: path and method, throttle,
 * authorizer, size of the body, media type, parameters, body, kept answers, integration.
 */
export async function createRouter(api: Api, options: RouterOptions): Promise<FastifyInstance> {
  const exchanges = new WeakMap<FastifyRequest, Exchange>();
  const exchangeOf = (request: FastifyRequest): Exchange => {
    const exchange = exchanges.get(request) ?? new Exchange(request.raw, options.stage, options.clock());
    exchanges.set(request, exchange);
    return exchange;
  };
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const exchange = exchangeOf(request);
    exchange.error = gatewayErrorOf(error);
    const variables = exchange.variables();
    const { status, headers, body } = answerOf(exchange.error, api.gatewayResponses, variables, request.headers);
    void reply.code(status).headers(headers).send(Buffer.from(body)); // to a string, Fastify would add a charset
  };

  const app = Fastify({
    bodyLimit: largestBody,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 8192 },
    frameworkErrors: refuse, // a path that cannot be decoded
    ajv: {
      customOptions: {
        allErrors: true,
        coerceTypes: false,
        removeAdditional: false,
        strict: false,
        useDefaults: false,
      },
    },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (request, body, done) => {
    const content = Buffer.from(body);
    exchangeOf(request).body = content;
    done(null, mediaTypeOf(request.headers["content-type"]).endsWith("json") ? parsed(content) : undefined);
  });
  app.addHook("onRequest", (request, reply, done) => {
    const { requestId, extendedRequestId } = exchangeOf(request);
    void reply.headers({ "x-amzn-requestid": requestId, "x-amz-apigw-id": extendedRequestId });
    request.raw.headers["content-type"] ??= "application/json"; // what a body without a type is to API Gateway
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const length = Number(reply.getHeader("content-length") ?? 0);
    options.answered(exchangeOf(request), { status: reply.statusCode, length, latency: reply.elapsedTime });
    done();
  });
  app.setErrorHandler(refuse);
  app.setNotFoundHandler((request, reply) => {
    refuse(nothingThere(), request, reply);
  });

  const authorizers = new Map<string, TokenAuthorizer>();
  for (const operation of api.operations) {
    const definition = operation.authorizer;
    if (definition === undefined || authorizers.has(definition.name)) continue;
    authorizers.set(definition.name, new TokenAuthorizer(definition, options.invoke, options.clock));
  }
  for (const operation of api.operations) {
    for (const method of methodsOf(api, operation)) {
      app.route(routeOptions(operation, method, exchangeOf, authorizers, options));
    }
  }
  await app.ready();
  return app;
}

function routeOptions(
  operation: Operation,
  method: string,
  exchangeOf: (request: FastifyRequest) => Exchange,
  authorizers: ReadonlyMap<string, TokenAuthorizer>,
  options: RouterOptions,
): RouteOptions {
  const { url, parameters } = routeOf(operation.path);
  const { authorizer: definition, integration } = operation;
  return {
    method,
    url,
    attachValidation: true,
    ...schemaOf(operation, method),
    onRequest: async (request) => {
      const exchange = exchangeOf(request);
      const pathParameters = parameters(request.params);
      if (Object.values(pathParameters).includes("")) throw nothingThere(); // `/bookings/` is not a booking
      Object.assign(exchange, { operation, pathParameters });
      if (!options.takeToken(`${operation.path}/${method}`)) {
        throw new GatewayError("THROTTLED", "Too Many Requests");
      }
      if (definition === undefined) return;
      const token = request.headers[definition.header]?.toString();
      exchange.grant = await authorizers.get(definition.name)?.authorize(exchange, token);
    },
    preValidation: (request, _reply, done) => {
      const exchange = exchangeOf(request);
      checkMediaType(operation, exchange, request.headers["content-type"]);
      checkParameters(operation, exchange, request.headers);
      done();
    },
    handler: async (request, reply) => {
      const exchange = exchangeOf(request);
      if (request.validationError) throw invalidBody(request.validationError.validation);
      if (integration.type === "mock") {
        const own = overridden(integration.overrides, (name) => exchange.lastHeader(name));
        const headers = { "content-type": "application/json", ...integration.headers, ...own };
        return reply.code(integration.status).headers(headers).send(Buffer.from(integration.body));
      }
      const response = await cachedCall(options.answers, integration, exchange, () =>
        callFunction(options.invoke, integration, exchange, options.variables),
      );
      const headers = { ...response.headers, "x-amzn-trace-id": exchange.traceId };
      return reply.code(response.status).headers(headers).send(Buffer.from(response.body));
    },
  };
}

/** The schemas of a method's body by media type; a body of another type is not validated. */
function schemaOf({ validatesBody, models }: Operation, method: string): Pick<RouteOptions, "schema"> {
  if (!validatesBody || models.size === 0 || method === "GET" || method === "HEAD") return {};
  const content = Object.fromEntries([...models].map(([mediaType, schema]) => [mediaType, { schema }]));
  return { schema: { body: { content } } };
}

/** JSON, or undefined for what is none: it then fails its model, or goes to the function as it is. */
function parsed(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    return undefined;
  }
}

function nothingThere(): GatewayError {
  return new GatewayError("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
}

function gatewayErrorOf(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return new GatewayError("REQUEST_TOO_LARGE", "Request Too Long");
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return new GatewayError("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
    case "FST_ERR_BAD_URL":
      return new GatewayError("DEFAULT_4XX", "Bad Request");
    default:
      return new GatewayError("DEFAULT_5XX", "Internal server error", { log: `the gateway failed: ${String(error)}` });
  }
}
