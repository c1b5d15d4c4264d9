import { OAuthError } from "./oauth-error.ts";

/** The parameters of a request, by their names. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * Reads a query or a form by the rules of RFC 6749, 3.1 and 3.2: what has no value is not there, and nothing is there twice.
 *
 * @throws OAuthError invalid_request naming the parameter
 */
export function parametersOf(encoded: string): Parameters {
  const given = [...new URLSearchParams(encoded)].filter(([, value]) => value !== "");
  const names = given.map(([name]) => name);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) throw new OAuthError("invalid_request", `${repeated} is there more than once`);
  return new Map(given);
}

/** @throws OAuthError invalid_request if it is not there */
export function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === undefined) throw new OAuthError("invalid_request", `${name} is missing`);
  return value;
}
