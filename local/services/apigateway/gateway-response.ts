import { z } from "zod";
import { problemsOfTemplate, substitute, type ContextVariables } from "./context-variables.ts";
import { isResponseType, type GatewayError, type ResponseType } from "./gateway-error.ts";

/** What the document says of one kind of response. */
export interface GatewayResponse {
  readonly statusCode?: number;
  /** Header by name, as an expression: `'literal'`, `context.…` or `method.request.header.…`. */
  readonly headers: ReadonlyMap<string, string>;
  /** Body template by media type. */
  readonly templates: ReadonlyMap<string, string>;
}

/** The responses that a document defines, by kind. */
export type GatewayResponses = ReadonlyMap<ResponseType, GatewayResponse>;

/** What the gateway sends. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const definition = z.strictObject({
  statusCode: z.union([z.number(), z.string().regex(/^\d{3}$/)]).optional(),
  responseParameters: z.record(z.string(), z.string()).optional(),
  responseTemplates: z.record(z.string(), z.string()).optional(),
});

const defaultTemplate = '{"message":$context.error.messageString}';
const headerPrefix = "gatewayresponse.header.";
const literal = /^'(.*)'$/s;
const requestHeader = /^method\.request\.header\.(.+)$/;

/** Reads `x-amazon-apigateway-gateway-responses`; what is wrong with it is added to `problems`. */
export function gatewayResponsesOf(extension: unknown, problems: string[]): GatewayResponses {
  const responses = new Map<ResponseType, GatewayResponse>();
  const result = z.record(z.string(), definition).safeParse(extension ?? {});
  if (!result.success) {
    problems.push(`x-amazon-apigateway-gateway-responses: ${z.prettifyError(result.error)}`);
    return responses;
  }
  for (const [type, { statusCode, responseParameters = {}, responseTemplates = {} }] of Object.entries(result.data)) {
    const where = `x-amazon-apigateway-gateway-responses.${type}`;
    if (!isResponseType(type)) {
      problems.push(`${where} is not a gateway response type`);
      continue;
    }
    const headers = new Map<string, string>();
    for (const [name, expression] of Object.entries(responseParameters)) {
      if (!name.startsWith(headerPrefix)) problems.push(`${where}: ${name} is not a header (${headerPrefix}…)`);
      if (!isExpression(expression)) problems.push(`${where}: ${name} is ${expression}, which is not known`);
      headers.set(name.slice(headerPrefix.length), expression);
    }
    for (const [mediaType, template] of Object.entries(responseTemplates)) {
      problems.push(...problemsOfTemplate(template).map((problem) => `${where}.${mediaType}: ${problem}`));
    }
    const templates = new Map(Object.entries(responseTemplates));
    responses.set(type, { statusCode: statusCode === undefined ? undefined : Number(statusCode), headers, templates });
  }
  return responses;
}

function isExpression(expression: string): boolean {
  return (
    literal.test(expression) ||
    requestHeader.test(expression) ||
    (expression.startsWith("context.") && problemsOfTemplate(`$${expression}`).length === 0)
  );
}

/**
 * What the gateway answers to an error: as the document says for its kind, else as it says for `DEFAULT_4XX` or
 * `DEFAULT_5XX`, else as API Gateway does by itself.
 *
 * @param requestHeaders by name in lower case
 */
export function answerOf(
  error: GatewayError,
  responses: GatewayResponses,
  variables: ContextVariables,
  requestHeaders: Readonly<Record<string, string | string[] | undefined>>,
): Answer {
  const fallback = error.status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  const response = responses.get(error.responseType) ?? responses.get(fallback);
  const [mediaType, template] = templateFor(response?.templates, requestHeaders.accept);
  const all = { ...variables, ...errorVariables(error) };
  const headers: Record<string, string> = { "Content-Type": mediaType, "x-amzn-ErrorType": error.errorType };
  for (const [name, expression] of response?.headers ?? []) {
    const value = valueOf(expression, all, requestHeaders);
    if (value === undefined) continue;
    const replaced = Object.keys(headers).find((key) => key.toLowerCase() === name.toLowerCase());
    headers[replaced ?? name] = value;
  }
  return { status: response?.statusCode ?? error.status, headers, body: substitute(template, all, "") };
}

/** The `$context.error` variables. */
export function errorVariables(error: GatewayError): ContextVariables {
  return {
    "error.message": error.text,
    "error.messageString": JSON.stringify(error.text),
    "error.responseType": error.responseType,
    "error.validationErrorString": error.validationErrors && JSON.stringify(error.validationErrors).slice(1, -1),
  };
}

/** The template that the client asks for, else the one for JSON, else the first. */
function templateFor(
  templates: ReadonlyMap<string, string> | undefined,
  accept: string | string[] | undefined,
): readonly [string, string] {
  const wanted = String(accept ?? "")
    .split(",")
    .map((range) => range.split(";")[0]?.trim());
  const entries = [...(templates ?? [])];
  return (
    entries.find(([mediaType]) => wanted.includes(mediaType)) ??
    entries.find(([mediaType]) => mediaType === "application/json") ??
    entries[0] ?? ["application/json", defaultTemplate]
  );
}

function valueOf(
  expression: string,
  variables: ContextVariables,
  requestHeaders: Readonly<Record<string, string | string[] | undefined>>,
): string | undefined {
  const text = literal.exec(expression)?.[1];
  if (text !== undefined) return text;
  const header = requestHeader.exec(expression)?.[1];
  if (header !== undefined) return requestHeaders[header.toLowerCase()]?.toString();
  return substitute(`$${expression}`, variables, "");
}
