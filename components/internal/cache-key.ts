import type { Operation, Parameter } from "./open-api.ts";

/** The parameters that tell kept answers of an operation apart: all that such an answer may depend on. */
export function cacheKey({ parameters }: Operation): Parameter[] {
  return parameters.filter(({ in: place, name }) => place !== "header" || name.toLowerCase() === "if-none-match");
}
