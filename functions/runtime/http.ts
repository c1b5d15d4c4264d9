import { NotFoundError, ParameterValidationError, Router } from "@aws-lambda-powertools/event-handler/http";
import type { RequestContext } from "@aws-lambda-powertools/event-handler/types";
import type { Logger } from "@aws-lambda-powertools/logger";
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { crossOriginHeaders } from "./cross-origin.ts";
import { logger, traced, tracer } from "./observability.ts";
import { ContentTooLarge, NotFound, problemOf, RequestProblem, Unauthorized } from "./problem.ts";

/** A request to an operation of the API. */
export interface HttpRequest {
  readonly event: APIGatewayProxyEvent;
  /** The values of the path's parameters, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Follows the request through logs, traces and messages. */
  readonly correlationId: string;
  /** Writes the correlation id on every line. */
  readonly logger: Logger;
}

/** An operation of the API: answers, or throws a `RequestProblem`. */
export type Operation = (request: HttpRequest) => Promise<Response>;

type Route = readonly [method: "DELETE" | "GET" | "POST" | "PUT", path: `/${string}`, operation: Operation];

const unroutableHeader = /^(host|x-forwarded-proto)$/i;
const correlationIdPattern = /^[A-Za-z0-9-]{8,64}$/;

/**
 * A handler for the events of a REST API that routes them to operations; a path's parameters are written `:name`. Every answer
 * carries the correlation id, and can be read by pages of the given origins. A `RequestProblem` becomes its problem details; of any
 * other error the client learns nothing and the log everything.
 */
export function httpHandler(
  pageOrigins: readonly string[],
  routes: readonly Route[],
): (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult> {
  const router = new Router({ logger });
  const headersFor = (event: APIGatewayProxyEvent): Record<string, string> => ({
    "x-correlation-id": correlationIdOf(event),
    ...crossOriginHeaders(pageOrigins, headerOf(event, "Origin")),
  });
  router.use(async ({ reqCtx, next }) => {
    const event = eventOf(reqCtx);
    const correlationId = correlationIdOf(event);
    for (const [name, value] of Object.entries(headersFor(event))) reqCtx.res.headers.set(name, value);
    await traced(reqCtx.route ?? "no route", { correlationId }, async () => {
      await next();
    });
  });
  for (const [method, path, operation] of routes) {
    router.route((context) => operation(requestOf(context)), { method, path });
  }
  router.errorHandler(Error, (error, context) => Promise.resolve(problemResponse(error, eventOf(context))));

  return async (event, context) => {
    try {
      return await router.resolve(routable(event), context);
    } catch (error) {
      // The router reads path and headers before its own error handling begins.
      return await proxyResult(problemResponse(error, event), headersFor(event));
    }
  };
}

/** An answer without a body. */
export function noContent(): Response {
  return new Response(null, { status: 204 });
}

/** An answer with a JSON body. */
export function json(status: number, body: object, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

/**
 * The customer that the authorizer found in the token.
 *
 * @throws Unauthorized if the operation was called without the authorizer.
 */
export function customerOf({ event }: HttpRequest): string {
  const customerId: unknown = event.requestContext.authorizer?.customerId;
  if (typeof customerId !== "string" || customerId === "") throw new Unauthorized();
  return customerId;
}

/** A header of the request, whatever the case of its name; several of one name are joined as HTTP says. */
export function headerOf(event: APIGatewayProxyEvent, name: string): string | undefined {
  const valuesIn = (headers: Readonly<Record<string, unknown>> | null) =>
    Object.entries(headers ?? {})
      .filter(([key, value]) => key.toLowerCase() === name.toLowerCase() && value !== undefined)
      .flatMap(([, value]) => value as string | string[]);
  const values = valuesIn(event.multiValueHeaders);
  const found = values.length > 0 ? values : valuesIn(event.headers);
  return found.length > 0 ? found.join(", ") : undefined;
}

/** The largest body of a request, in bytes: 64 KiB; a report about 1,000 items of the catalogue needs some 40. */
export const maximumBodyBytes = 65_536;

/**
 * The body as it arrived, decoded if the API encoded it.
 *
 * @throws ContentTooLarge if it has more than `maximumBodyBytes`.
 */
export function bodyOf({ event }: HttpRequest): string {
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  if (body.length > maximumBodyBytes) {
    throw new ContentTooLarge(`the body has ${body.length} bytes, and may have ${maximumBodyBytes}`);
  }
  return body.toString("utf8");
}

function requestOf(context: RequestContext): HttpRequest {
  const event = eventOf(context);
  const correlationId = correlationIdOf(event);
  return {
    event,
    parameters: context.params,
    query: new URL(context.req.url).searchParams,
    correlationId,
    logger: logger.createChild({ persistentKeys: { correlationId } }),
  };
}

function eventOf(context: RequestContext): APIGatewayProxyEvent {
  if (context.responseType !== "ApiGatewayV1") throw new TypeError("the event is not of a REST API");
  return context.event;
}

function correlationIdOf(event: APIGatewayProxyEvent): string {
  const given = headerOf(event, "X-Correlation-Id");
  return given !== undefined && correlationIdPattern.test(given) ? given : event.requestContext.requestId;
}

function problemResponse(error: unknown, event: APIGatewayProxyEvent): Response {
  const known = error instanceof Error && isUnroutable(error) ? new NotFound() : error;
  const line = logger.createChild({ persistentKeys: { correlationId: correlationIdOf(event) } });
  if (known instanceof RequestProblem) {
    line.info("request refused", { problem: known.kind, detail: known.message });
  } else {
    const cause = known instanceof Error ? known : new Error(String(known));
    line.error("request failed", cause);
    tracer.addErrorAsMetadata(cause);
  }
  const problem = problemOf(known);
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { "content-type": "application/problem+json" },
  });
}

/** Errors by which the router says that a path leads nowhere, the last for a path that cannot be decoded. */
function isUnroutable(error: Error): boolean {
  return error instanceof NotFoundError || error instanceof ParameterValidationError || error instanceof URIError;
}

/**
 * The event without what clients may write as they like and the router cannot take: a body of a GET, which means nothing, and
 * the two headers of which it makes a URL.
 */
function routable(event: APIGatewayProxyEvent): APIGatewayProxyEvent {
  const readable = <Headers extends object>(headers: Headers | null) =>
    Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !unroutableHeader.test(name))) as Headers;
  return {
    ...event,
    headers: readable(event.headers),
    multiValueHeaders: readable(event.multiValueHeaders),
    body: event.httpMethod === "GET" || event.httpMethod === "HEAD" ? null : event.body,
  };
}

async function proxyResult(response: Response, headers: Record<string, string>): Promise<APIGatewayProxyResult> {
  return {
    statusCode: response.status,
    headers: { ...Object.fromEntries(response.headers), ...headers },
    body: await response.text(),
  };
}
