import type { PolicyConfigSchema } from "@pulumi/policy";

type JsonSchema = PolicyConfigSchema["properties"][string];

/** A limit or a list of a rule that its user may set in the pack's configuration. */
export interface Setting<Value> {
  /** What the rule takes if the user sets nothing. */
  readonly default: Value;
  /** What the engine checks the user's value with. */
  readonly schema: JsonSchema;
}

/** The settings of a rule, by name. */
export type Settings = Readonly<Record<string, Setting<unknown>>>;

/** What a rule finds in its settings: the user's values over the defaults. */
export type Values<Of extends Settings> = { readonly [Name in keyof Of]: Of[Name]["default"] };

/** A whole number. */
export function integer(description: string, value: number, bounds: { minimum?: number; maximum?: number } = {}) {
  return setting<number>(value, { type: "integer", description, ...bounds });
}

/** A list of texts. */
export function strings(description: string, value: readonly string[]) {
  return setting<readonly string[]>(value, { type: "array", items: { type: "string" }, description });
}

/** Texts by name. */
export function record(description: string, value: Readonly<Record<string, string>>) {
  return setting<Readonly<Record<string, string>>>(value, {
    type: "object",
    additionalProperties: { type: "string" },
    description,
  });
}

/** A text. */
export function text(description: string, value: string, pattern?: string) {
  return setting<string>(value, { type: "string", description, ...(pattern === undefined ? {} : { pattern }) });
}

function setting<Value extends number | string | object>(value: Value, schema: JsonSchema): Setting<Value> {
  return { default: value, schema: { ...schema, default: value } };
}

/** The JSON schema of settings, as the engine asks for it; nothing for a rule without any. */
export function configSchema(settings: Settings): PolicyConfigSchema | undefined {
  const properties = Object.entries(settings).map(([name, { schema }]) => [name, schema] as const);
  return properties.length === 0 ? undefined : { properties: Object.fromEntries(properties) };
}

/**
 * The user's values over the defaults. The engine has checked them with the schema, and fills in defaults only where it
 * knows it: a runner that does not gets the same values here.
 */
export function valuesOf<Of extends Settings>(settings: Of, config: object): Values<Of> {
  const defaults = Object.entries(settings).map(([name, { default: value }]) => [name, value] as const);
  return { ...Object.fromEntries(defaults), ...config } as Values<Of>;
}
