import { cacheKey } from "./cache-key.ts";
import { methodPattern, type OpenApi, type Operation } from "./open-api.ts";
import { overlap } from "./wildcards.ts";

/** What keeps a document from being served by these functions with this authorizer, and what in it lets too much through. */
export function mismatches(
  { problems, operations, securitySchemes }: OpenApi,
  functions: readonly string[],
  authorizedScheme: string | undefined,
): string[] {
  const ids = operations.map(({ operationId }) => operationId);
  return [
    ...ids
      .filter((id, index) => ids.indexOf(id) !== index)
      .map((id) => `document: the operationId ${id} stands twice, and must be unique`),
    ...ids.filter((id) => !functions.includes(id)).map((id) => `functions lacks ${id}, an operation of the document`),
    ...functions
      .filter((id) => problems.length === 0 && !ids.includes(id))
      .map((id) => `functions holds ${id}, which is no operation of the document`),
    ...(authorizedScheme === undefined || securitySchemes.includes(authorizedScheme) || problems.length > 0
      ? []
      : [`authorizer.scheme is ${authorizedScheme}, and must be a security scheme of the document`]),
    ...operations
      .filter(({ schemes }) => schemes.some((scheme) => scheme !== authorizedScheme))
      .map(({ operationId, schemes }) => `operation ${operationId} needs ${schemes.join(", ")}, and has no authorizer`),
    ...operations.flatMap((operation) => [...openToOthers(operation, operations), ...mixedUp(operation)]),
  ];
}

/** What lets others than the members of its group call an operation. */
function openToOthers(guarded: Operation, operations: readonly Operation[]): string[] {
  const { operationId, group, schemes } = guarded;
  if (group === undefined) return [];
  if (schemes.length === 0) {
    return [`operation ${operationId} is for the group ${group}, and needs a security scheme with an authorizer`];
  }
  const patterns = [methodPattern(guarded), `${methodPattern(guarded)}/`]; // API Gateway may take both for the same
  return operations
    .filter((other) => other.schemes.length > 0 && other.group !== group)
    .filter((other) => patterns.some((pattern) => overlap(pattern, methodPattern(other))))
    .map(
      (other) =>
        `operation ${operationId} is for the group ${group}, and who may call ${other.operationId} could call it: ` +
        `a policy's wildcard crosses slashes, so ${methodPattern(other)} must not reach ${methodPattern(guarded)}`,
    );
}

/** What gives a caller the kept answer to another request. */
function mixedUp(operation: Operation): string[] {
  const { operationId, method, schemes, cache } = operation;
  if (cache === undefined) return [];
  return [
    ...(method === "GET" ? [] : [`operation ${operationId} is a ${method}, and x-berth-cache is for a GET only`]),
    ...(cacheKey(operation).some(({ in: place }) => place === "header")
      ? []
      : [`operation ${operationId} has x-berth-cache, and needs the header If-None-Match as a parameter`]),
    ...(schemes.length === 0 || cache.sharedByCallers
      ? []
      : [
          `operation ${operationId} has x-berth-cache and needs ${schemes.join(", ")}: every caller gets the answer to ` +
            "the first, which sharedByCallers: true has to allow",
        ]),
  ];
}
