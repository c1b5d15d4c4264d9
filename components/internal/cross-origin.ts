import { headerOf, type OpenApi, type Operation } from "./open-api.ts";

/** Which pages may call, and for how long a browser remembers it. */
export interface CrossOrigin {
  /** Such as `https://www.example.com`. */
  origins: string[];
  maximumAgeSeconds: number;
}

const allowOrigin = "Access-Control-Allow-Origin";

/**
 * The method that answers a browser's question whether a page may call the others of its path: API Gateway itself does, and names
 * no origin but the one that asks, if it is allowed.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export function preflight(
  document: OpenApi,
  operations: readonly Operation[],
  { origins, maximumAgeSeconds }: CrossOrigin,
): Record<string, unknown> {
  const fixed = {
    "Access-Control-Allow-Methods": operations.map(({ method }) => method).join(","),
    "Access-Control-Allow-Headers": headersOf(document, operations).join(","),
    "Access-Control-Max-Age": String(maximumAgeSeconds),
    Vary: "Origin",
  };
  const names = [...Object.keys(fixed), allowOrigin];
  return {
    security: [],
    responses: {
      "204": {
        description: "What a page may send",
        headers: Object.fromEntries(names.map((name) => [name, { schema: { type: "string" } }])),
      },
    },
    "x-amazon-apigateway-integration": {
      type: "mock",
      passthroughBehavior: "never",
      requestTemplates: { "application/json": '{"statusCode":204}' },
      responses: {
        default: {
          statusCode: "204",
          responseParameters: Object.fromEntries(
            Object.entries(fixed).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
          ),
          responseTemplates: { "application/json": origins.map(answerTo).join("") },
        },
      },
    },
  };
}

/**
 * Headers by which pages can read what API Gateway refuses by itself. It evaluates no condition there: one origin is named as it
 * is; of several the one that asks is named, whatever it is, as these answers tell nothing of anybody.
 */
export function refusalHeaders({ origins }: Pick<CrossOrigin, "origins">): Record<string, string> {
  const [first, ...others] = origins;
  if (first === undefined) return {};
  return {
    [`gatewayresponse.header.${allowOrigin}`]: others.length === 0 ? `'${first}'` : "method.request.header.Origin",
    "gatewayresponse.header.Access-Control-Expose-Headers": "'Retry-After'",
    "gatewayresponse.header.Vary": "'Origin'",
  };
}

/** API Gateway may know a header by the case that it came in, and browsers send it in lower case over HTTP/2. */
function answerTo(origin: string): string {
  const isAsking = ["Origin", "origin"].map((name) => `$input.params("${name}") == "${origin}"`).join(" || ");
  return `#if(${isAsking})#set($context.responseOverride.header.${allowOrigin} = "${origin}")#end`;
}

/** The headers that the operations take, besides those that every page may send. */
function headersOf(document: OpenApi, operations: readonly Operation[]): string[] {
  const names = operations.flatMap(({ parameters, schemes, describesBody }) => [
    ...schemes.flatMap((scheme) => document.headerOfScheme(scheme) ?? []),
    ...(describesBody ? ["Content-Type"] : []),
    ...parameters.flatMap((parameter) => headerOf(parameter) ?? []),
  ]);
  return [...new Set(names)].toSorted();
}
