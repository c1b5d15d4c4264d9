import { methodPattern, OpenApi } from "./internal/open-api.ts";

/**
 * The methods of an API that its authorizer is asked for, in JSON: a list of `{ method, group }`, the method as a policy names
 * it, `GET/bookings/*`, and the group of the document's `x-berth-group`, absent where every caller with a token is let in. It goes
 * as a file into the bundle of the authorizer, whose policy then allows a caller those that they may call, and no others.
 *
 * @example
 * new LambdaFunction("authorize", {
 *   entry: "functions/identity/authorize/handler.ts",
 *   files: { "methods.json": authorizedMethods(document) },
 * });
 *
 * @param document the OpenAPI 3.0 document, in YAML or JSON
 */
export function authorizedMethods(document: string): string {
  const { operations } = new OpenApi(document);
  const authorized = operations.filter(({ schemes }) => schemes.length > 0);
  return JSON.stringify(authorized.map((operation) => ({ method: methodPattern(operation), group: operation.group })));
}
