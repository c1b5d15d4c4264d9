import { z } from "zod";
import { type Override, responseTemplate } from "./response-template.ts";

/** A parameter of a method. */
export interface Parameter {
  readonly in: "path" | "query" | "header";
  readonly name: string;
}

/** A function that gets the request as it is, and whose answer is the response. */
export interface ProxyIntegration {
  readonly type: "aws_proxy";
  readonly functionArn: string;
  /** Longest wait for the function. */
  readonly timeoutMilliseconds: number;
  /** Media types of bodies that are let through; undefined for all. */
  readonly mediaTypes: readonly string[] | undefined;
  /** Parameters by which kept answers are told apart. */
  readonly cacheKeyParameters: readonly Parameter[];
  /** What kept answers lie under; undefined for the resource. */
  readonly cacheNamespace: string | undefined;
}

/** An answer that the gateway gives by itself, such as that to a browser's question whether a page may call. */
export interface MockIntegration {
  readonly type: "mock";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers that depend on the request, and go over others. */
  readonly overrides: readonly Override[];
  readonly body: string;
  /** Media types of bodies that are let through; undefined for all. */
  readonly mediaTypes: readonly string[] | undefined;
}

/** What a method calls. */
export type Integration = ProxyIntegration | MockIntegration;

/** API Gateway's default and greatest: https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
const longestTimeout = 29_000;

const proxy = z.strictObject({
  type: z.string(),
  httpMethod: z.literal("POST", "a Lambda function is called by POST"),
  uri: z.string(),
  passthroughBehavior: z.enum(["when_no_match", "when_no_templates", "never"]).default("when_no_match"),
  timeoutInMillis: z.number().int().min(50).max(longestTimeout).default(longestTimeout),
  payloadFormatVersion: z.literal("1.0").optional(),
  connectionType: z.literal("INTERNET").optional(),
  responses: z.unknown().optional(), // a proxy has no use for them
  cacheKeyParameters: z.array(z.string()).default([]),
  cacheNamespace: z.string().min(1).optional(),
});

const requestTemplate = z
  .string()
  .refine((text) => !/[$#]/.test(text), "this machine takes request templates of mocks without variables only");
const mock = z.strictObject({
  type: z.string(),
  requestTemplates: z.strictObject({ "application/json": requestTemplate }),
  passthroughBehavior: z.enum(["when_no_match", "when_no_templates", "never"]).default("when_no_match"),
  responses: z.record(
    z.string(),
    z.strictObject({
      statusCode: z.union([z.string(), z.number()]),
      responseParameters: z
        .record(z.string().startsWith("method.response.header."), z.string().regex(/^'.*'$/))
        .default({}),
      responseTemplates: z.strictObject({ "application/json": responseTemplate.optional() }).default({}),
    }),
  ),
});

const functionUri =
  /^arn:aws:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/(arn:aws:lambda:[^/]+)\/invocations$/;

/** The function that an integration's URI calls, or undefined if it calls none. */
export function functionArnOf(uri: string): string | undefined {
  return functionUri.exec(uri)?.[1];
}

/**
 * Reads `x-amazon-apigateway-integration`; problems are added, and undefined is the answer then.
 *
 * `passthroughBehavior: never` lets the media types through for which the method has a model, and refuses others with 415.
 */
export function integrationOf(
  extension: unknown,
  method: string,
  { modelTypes, parameters }: { modelTypes: readonly string[]; parameters: readonly Parameter[] },
  problems: string[],
): Integration | undefined {
  const where = `${method}.x-amazon-apigateway-integration`;
  const type = z.looseObject({ type: z.string() }).safeParse(extension).data?.type.toLowerCase();
  if (type === "mock") return mockOf(extension, where, problems);
  if (type !== "aws_proxy") {
    problems.push(`${where}: its type is ${String(type)}, and this machine knows aws_proxy and mock`);
    return undefined;
  }
  const parsed = proxy.safeParse(extension);
  if (!parsed.success) {
    problems.push(`${where}: ${z.prettifyError(parsed.error)}`);
    return undefined;
  }
  const { uri, passthroughBehavior, timeoutInMillis } = parsed.data;
  const functionArn = functionArnOf(uri);
  if (functionArn === undefined) {
    problems.push(`${where}: uri ${uri} names no function`);
    return undefined;
  }
  return {
    type,
    functionArn,
    timeoutMilliseconds: timeoutInMillis,
    mediaTypes: passthroughBehavior === "never" ? modelTypes : undefined,
    cacheKeyParameters: cacheKeyOf(parsed.data.cacheKeyParameters, parameters, where, problems),
    cacheNamespace: parsed.data.cacheNamespace,
  };
}

const places = { path: "path", querystring: "query", header: "header" } as const;

/** Reads parameters such as `method.request.querystring.limit`, which the method must have. */
function cacheKeyOf(
  names: readonly string[],
  declared: readonly Parameter[],
  where: string,
  problems: string[],
): Parameter[] {
  return names.flatMap((text) => {
    const [, place = "", name = ""] = /^method\.request\.(path|querystring|header)\.(.+)$/.exec(text) ?? [];
    const found = declared.find(
      (parameter) => parameter.name === name && parameter.in === places[place as keyof typeof places],
    );
    if (found === undefined) problems.push(`${where}: ${text} in cacheKeyParameters is no parameter of the method`);
    return found ?? [];
  });
}

function mockOf(extension: unknown, where: string, problems: string[]): MockIntegration | undefined {
  const parsed = mock.safeParse(extension);
  const request = parsed.data?.requestTemplates["application/json"] ?? "";
  const statusCode = /"?statusCode"?\s*:\s*"?(\d{3})/.exec(request)?.[1];
  const responses = Object.entries(parsed.data?.responses ?? {});
  const response =
    responses.find(([pattern]) => pattern === statusCode) ?? responses.find(([pattern]) => pattern === "default");
  if (!parsed.success || response === undefined) {
    problems.push(
      `${where}: ${parsed.error ? z.prettifyError(parsed.error) : `there is no response for status ${String(statusCode)}`}`,
    );
    return undefined;
  }
  const [, { statusCode: status, responseParameters, responseTemplates }] = response;
  const { overrides = [], body = "" } = responseTemplates["application/json"] ?? {};
  return {
    type: "mock",
    status: Number(status),
    headers: Object.fromEntries(
      Object.entries(responseParameters).map(([name, value]) => [
        name.slice("method.response.header.".length),
        value.slice(1, -1),
      ]),
    ),
    overrides,
    body,
    mediaTypes: parsed.data.passthroughBehavior === "never" ? ["application/json"] : undefined,
  };
}
