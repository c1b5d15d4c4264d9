import { z } from "zod";

/** A JSON schema as ajv takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const object = z.record(z.string(), z.unknown());

/** Keywords that API Gateway validates by. */
const validated = new Set([
  "$ref",
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "enum",
  "minimum",
  "maximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "format",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "allOf",
  "anyOf",
  "oneOf",
  "not",
]);

/** Keywords that change no validation. */
const annotations = new Set(["title", "description", "default"]);

/** API Gateway leaves these out when it validates an imported model: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html */
const ignored = new Set(["minItems", "maxItems"]);

const modelReference = /^#\/components\/schemas\/([A-Za-z0-9]+)$/;

/**
 * The models of a document, as JSON schemas that stand on their own. What API Gateway does not take in a model
 * (`nullable`, `example`, `discriminator`, `exclusiveMinimum`, …) is added to `problems`.
 */
export class Models {
  readonly #definitions: Readonly<Record<string, JsonSchema>>;
  readonly #problems: string[];

  constructor(schemas: unknown, problems: string[]) {
    this.#problems = problems;
    const entries = Object.entries(object.catch({}).parse(schemas ?? {}));
    for (const [name] of entries) {
      if (!/^[A-Za-z0-9]+$/.test(name))
        problems.push(`components.schemas.${name}: a model's name may have letters and digits only`);
    }
    this.#definitions = Object.fromEntries(
      entries.map(([name, schema]) => [name, this.#convert(schema, `components.schemas.${name}`, entries)]),
    );
  }

  /** The schema of a body. */
  schema(schema: unknown, where: string): JsonSchema {
    const converted = this.#convert(schema, where, Object.entries(this.#definitions));
    return { ...converted, definitions: this.#definitions };
  }

  #convert(schema: unknown, where: string, models: readonly (readonly [string, unknown])[]): JsonSchema {
    const parsed = object.safeParse(schema);
    if (!parsed.success) {
      this.#problems.push(`${where} is not a schema`);
      return {};
    }
    const converted: Record<string, unknown> = {};
    for (const [keyword, value] of Object.entries(parsed.data)) {
      const here = `${where}.${keyword}`;
      if (ignored.has(keyword) || annotations.has(keyword) || keyword.startsWith("x-")) continue;
      if (!validated.has(keyword)) this.#problems.push(`${here}: API Gateway does not take ${keyword} in a model`);
      else converted[keyword] = this.#convertValue(keyword, value, here, models);
    }
    return converted;
  }

  #convertValue(
    keyword: string,
    value: unknown,
    where: string,
    models: readonly (readonly [string, unknown])[],
  ): unknown {
    switch (keyword) {
      case "$ref": {
        const name = modelReference.exec(String(value))?.[1];
        if (name === undefined || !models.some(([model]) => model === name)) {
          this.#problems.push(`${where}: there is no model ${String(value)}`);
        }
        return `#/definitions/${name ?? ""}`;
      }
      case "items":
      case "not":
        return this.#convert(value, where, models);
      case "additionalProperties":
        return typeof value === "boolean" ? value : this.#convert(value, where, models);
      case "allOf":
      case "anyOf":
      case "oneOf":
        return z
          .array(z.unknown())
          .catch([])
          .parse(value)
          .map((part, index) => this.#convert(part, `${where}[${index}]`, models));
      case "properties":
        return Object.fromEntries(
          Object.entries(object.catch({}).parse(value)).map(([name, property]) => [
            name,
            this.#convert(property, `${where}.${name}`, models),
          ]),
        );
      default:
        return value;
    }
  }
}
