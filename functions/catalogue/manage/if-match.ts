import { entityTagOf } from "../answer.ts";

/** Whether an If-Match header names a version, or takes any. Weak tags match nothing, as RFC 9110 says. */
export function isMatch(header: string, version: number): boolean {
  const tags = header.split(",").map((tag) => tag.trim());
  return tags.includes("*") || tags.includes(entityTagOf(version));
}
