import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** A schema of the API document, as far as requests need it. */
export interface Schema {
  readonly type?: string;
  readonly pattern?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: Schema;
}

/** An operation of the API, all that it refers to in its place. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  /** The group whose members alone may call it. */
  readonly group: string | undefined;
  readonly statuses: ReadonlySet<number>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface Described {
  readonly operationId: string;
  readonly "x-berth-group"?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: { readonly "application/json": { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, unknown>>;
}

/** The operations of the API document. */
export function operations(): Operation[] {
  const document = parse(readFileSync("api/openapi.yaml", "utf8"), { maxAliasCount: -1 }) as Document;
  const resolved = (schema: Schema): Schema => {
    const { $ref: reference, ...own } = schema;
    const target = reference === undefined ? own : document.components.schemas[reference.split("/").at(-1) ?? ""];
    return {
      ...target,
      ...(target?.items && { items: resolved(target.items) }),
      ...(target?.properties && {
        properties: Object.fromEntries(Object.entries(target.properties).map(([name, each]) => [name, resolved(each)])),
      }),
    };
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId: id, "x-berth-group": group, parameters, requestBody, responses }]) => ({
        ...{ id, path, parameters, group, method: method.toUpperCase() },
        body: requestBody && resolved(requestBody.content["application/json"].schema),
        statuses: new Set(Object.keys(responses).map(Number)),
      }),
    ),
  );
}
