/** A statement of an IAM policy document, of a role or of a resource. Parts are read when asked for: some may be unknown. */
export class Statement {
  constructor(private readonly parts: Readonly<Record<string, unknown>>) {}

  get allows(): boolean {
    return this.parts.Effect === "Allow";
  }

  get actions(): string[] {
    return texts(this.parts.Action);
  }

  get resources(): string[] {
    return texts(this.parts.Resource);
  }

  /** Whether it names what it does not mean: everything else then is meant. */
  get excludes(): boolean {
    return "NotAction" in this.parts || "NotResource" in this.parts || "NotPrincipal" in this.parts;
  }

  get hasCondition(): boolean {
    return Object.keys(record(this.parts.Condition)).length > 0;
  }

  /** Whether everybody is meant, in whatever account. */
  get meansEverybody(): boolean {
    const principal = this.parts.Principal;
    return principal === "*" || texts(record(principal).AWS).includes("*");
  }

  /** Whether it refuses what does not come over TLS. */
  get refusesPlainHttp(): boolean {
    const secure = record(record(this.parts.Condition).Bool)["aws:SecureTransport"];
    return this.parts.Effect === "Deny" && this.meansEverybody && texts(secure).includes("false");
  }
}

/**
 * The statements of a policy document, in JSON or as an object. What is no document has none: AWS refuses it.
 *
 * @throws UnknownValueError when a part is read that this preview cannot know
 */
export function statements(document: unknown): Statement[] {
  const all = record(json(document)).Statement;
  return (Array.isArray(all) ? all : [all ?? []].flat()).map((one) => new Statement(record(one)));
}

/** What a text in JSON means, or what is there already; `undefined` if it is no JSON. */
export function json(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/** The value as an object; an empty one if it is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** One text, or a list of them. */
function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((one: unknown) =>
    typeof one === "string" || typeof one === "boolean" ? [String(one)] : [],
  );
}
