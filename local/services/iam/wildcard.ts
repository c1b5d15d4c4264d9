/** Whether the text matches a pattern in which `*` stands for any characters and `?` for exactly one. */
export function matchesWildcard(pattern: string, text: string, flags: "" | "i" = ""): boolean {
  if (pattern === "*") return true;
  const source = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, `s${flags}`).test(text);
}

/** Whether two ARNs match as `ArnLike` does: part by part, so that `*` never spans a colon of the first five parts. */
export function matchesArn(pattern: string, arn: string): boolean {
  const patternParts = arnParts(pattern);
  const parts = arnParts(arn);
  return (
    patternParts.length === parts.length &&
    patternParts.every((part, index) => matchesWildcard(part, parts[index] ?? ""))
  );
}

/** An ARN's five leading parts and the resource, which may hold colons of its own. */
function arnParts(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length > 6 ? [...parts.slice(0, 5), parts.slice(5).join(":")] : parts;
}
