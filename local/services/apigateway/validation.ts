import { z } from "zod";
import type { Operation } from "./document.ts";
import type { Exchange } from "./exchange.ts";
import { GatewayError } from "./gateway-error.ts";

/** `text/plain; charset=utf-8` → `text/plain`; without a header a body is JSON, as API Gateway has it. */
export function mediaTypeOf(contentType: string | undefined): string {
  return contentType?.split(";")[0]?.trim().toLowerCase() ?? "application/json";
}

/**
 * Checks that a body is of a type that the integration takes.
 *
 * @throws GatewayError UNSUPPORTED_MEDIA_TYPE
 */
export function checkMediaType({ integration }: Operation, exchange: Exchange, contentType: string | undefined): void {
  if (integration.mediaTypes === undefined || exchange.body.length === 0) return;
  if (!integration.mediaTypes.includes(mediaTypeOf(contentType))) {
    throw new GatewayError("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
  }
}

/**
 * Checks that the required parameters are there and not blank; what they hold is not looked at, as in API Gateway.
 *
 * @throws GatewayError BAD_REQUEST_PARAMETERS naming those that are missing
 */
export function checkParameters(
  operation: Operation,
  exchange: Exchange,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): void {
  if (!operation.validatesParameters) return;
  const missing = operation.requiredParameters.filter((parameter) => {
    const values = {
      path: exchange.pathParameters[parameter.name],
      query: exchange.query.get(parameter.name),
      header: headers[parameter.name.toLowerCase()]?.toString(),
    };
    return (values[parameter.in] ?? "").trim() === "";
  });
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    throw new GatewayError("BAD_REQUEST_PARAMETERS", `Missing required request parameters: [${names}]`);
  }
}

/** What ajv finds wrong with a body. */
const violation = z.object({ instancePath: z.string().default(""), message: z.string().default("") });

/** A body that does not follow its model; the words of the details are ajv's. */
export function invalidBody(validation: unknown): GatewayError {
  const violations = z.array(violation).catch([]).parse(validation);
  const details = violations.map(({ instancePath, message }) => `${instancePath} ${message}`.trim());
  return new GatewayError("BAD_REQUEST_BODY", "Invalid request body", { validationErrors: `[${details.join(", ")}]` });
}
