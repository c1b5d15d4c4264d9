import { accountId } from "../../account.ts";

/** What a function name or ARN stands for. */
export interface FunctionReference {
  readonly name: string;
  /** A version, an alias or `$LATEST`; undefined for the unqualified function. */
  readonly qualifier?: string;
}

/** The ARN of a function, or of a version or alias of it. */
export function functionArn(region: string, name: string, qualifier?: string): string {
  const unqualified = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? unqualified : `${unqualified}:${qualifier}`;
}

/** The ARN by which API Gateway calls a function. */
export function invokeArn(region: string, arn: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

/** Reads `name`, `name:qualifier` or an ARN with or without a qualifier. */
export function parseFunction(reference: string): FunctionReference {
  const parts = reference.split(":");
  const named = parts[0] === "arn" ? parts.slice(6) : parts;
  return { name: named[0] ?? reference, qualifier: named[1] };
}

/**
 * Whether an ARN matches a pattern by the rules of `ArnLike`: `*` and `?` within each of the six parts that colons
 * divide, of which the last holds all the rest.
 */
export function arnMatches(pattern: string, arn: string): boolean {
  const patterns = partsOf(pattern);
  const parts = partsOf(arn);
  return patterns.length === parts.length && patterns.every((part, index) => wildcard(part).test(parts[index] ?? ""));
}

/** A pattern with `*` and `?`, as policies have them, as a regular expression over a whole text. */
export function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
