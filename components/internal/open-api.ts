import { parse } from "yaml";
import { z } from "zod";
import { overlap } from "./wildcards.ts";

const methods = ["get", "put", "post", "delete", "options", "head", "patch"] as const;

const throttleSchema = z.strictObject({ ratePerSecond: z.number().positive(), burst: z.int().positive() });

const operationSchema = z.looseObject({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  "x-berth-throttle": throttleSchema.optional(),
  "x-berth-group": z.string().min(1).max(128).optional(),
});

const documentSchema = z.looseObject({
  openapi: z.string().regex(/^3\.0\.\d$/, "must be 3.0.x, which is what API Gateway imports"),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  paths: z.record(z.string(), z.partialRecord(z.enum(methods), operationSchema)),
  components: z
    .looseObject({ securitySchemes: z.record(z.string(), z.record(z.string(), z.unknown())).optional() })
    .optional(),
});

/** How fast an operation may be called: a token bucket, as API Gateway keeps one for each method. */
export interface Throttle {
  /** Calls a second in the long run; above 0. */
  ratePerSecond: number;
  /** Calls at once; 1 or more. */
  burst: number;
}

/** One operation of an OpenAPI document. */
export interface Operation {
  operationId: string;
  /** In upper case. */
  method: string;
  /** Such as `/bookings/{bookingId}`. */
  path: string;
  /** Security schemes of which one is needed; none for an open operation. */
  schemes: string[];
  /** From `x-berth-throttle`. */
  throttle?: Throttle;
  /** From `x-berth-group`: the user group whose members alone may call it. */
  group?: string;
}

/** A method and path as a policy names them, such as `GET/bookings/*`: each parameter of the path is a wildcard. */
export function methodPattern({ method, path }: Pick<Operation, "method" | "path">): string {
  return `${method}${path.replaceAll(/\{[^}]*\}/g, "*")}`;
}

type Document = z.infer<typeof documentSchema>;

/** An OpenAPI document that a REST API is made from. */
export class OpenApi {
  /** What is wrong with it; with any problem there are no operations. */
  readonly problems: readonly string[];
  readonly operations: readonly Operation[];
  private readonly document: Document;

  /** @param text the document in YAML or JSON */
  constructor(text: string) {
    // It is the program's own, and every answer that operations have in common is an alias in it.
    const result = documentSchema.safeParse(parse(text, { maxAliasCount: -1 }));
    this.document = result.data ?? { openapi: "", paths: {} };
    this.operations = operationsOf(this.document);
    this.problems = (result.error?.issues ?? []).map(({ path, message }) => `document: ${path.join(".")}: ${message}`);
  }

  /** What keeps it from being served by these functions with this authorizer. */
  mismatches(functions: readonly string[], authorizedScheme: string | undefined): string[] {
    const ids = this.operations.map(({ operationId }) => operationId);
    const declared = Object.keys(this.document.components?.securitySchemes ?? {});
    return [
      ...ids
        .filter((id, index) => ids.indexOf(id) !== index)
        .map((id) => `document: the operationId ${id} stands twice, and must be unique`),
      ...ids.filter((id) => !functions.includes(id)).map((id) => `functions lacks ${id}, an operation of the document`),
      ...functions
        .filter((id) => this.problems.length === 0 && !ids.includes(id))
        .map((id) => `functions holds ${id}, which is no operation of the document`),
      ...(authorizedScheme === undefined || declared.includes(authorizedScheme) || this.problems.length > 0
        ? []
        : [`authorizer.scheme is ${authorizedScheme}, and must be a security scheme of the document`]),
      ...this.operations
        .filter(({ schemes }) => schemes.some((scheme) => scheme !== authorizedScheme))
        .map(
          ({ operationId, schemes }) => `operation ${operationId} needs ${schemes.join(", ")}, and has no authorizer`,
        ),
      ...this.operations.flatMap((operation) => this.unguarded(operation)),
    ];
  }

  /** What lets others than the members of its group call an operation. */
  private unguarded(guarded: Operation): string[] {
    const { operationId, group, schemes } = guarded;
    if (group === undefined) return [];
    if (schemes.length === 0) {
      return [`operation ${operationId} is for the group ${group}, and needs a security scheme with an authorizer`];
    }
    const patterns = [methodPattern(guarded), `${methodPattern(guarded)}/`]; // API Gateway takes both for the same
    return this.operations
      .filter((other) => other.schemes.length > 0 && other.group !== group)
      .filter((other) => patterns.some((pattern) => overlap(pattern, methodPattern(other))))
      .map(
        (other) =>
          `operation ${operationId} is for the group ${group}, and who may call ${other.operationId} could call it: ` +
          `a policy's wildcard crosses slashes, so ${methodPattern(other)} must not reach ${methodPattern(guarded)}`,
      );
  }

  /** The document as JSON with API Gateway's extensions: for the whole, each security scheme and each operation. */
  extended(extensions: {
    api: Record<string, unknown>;
    scheme: (name: string) => Record<string, unknown>;
    operation: (operationId: string) => Record<string, unknown>;
  }): string {
    const { paths, components, ...rest } = this.document;
    return JSON.stringify({
      ...rest,
      ...extensions.api,
      paths: mapValues(paths, (item) =>
        mapValues(item, (operation) => ({
          ...withoutOwnExtensions(operation),
          ...extensions.operation(operation.operationId),
        })),
      ),
      components: {
        ...components,
        securitySchemes: mapValues(components?.securitySchemes ?? {}, (scheme, name) => ({
          ...scheme,
          ...extensions.scheme(name),
        })),
      },
    });
  }
}

function operationsOf(document: Document): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      operationId: operation.operationId,
      method: method.toUpperCase(),
      path,
      schemes: (operation.security ?? document.security ?? []).flatMap((requirement) => Object.keys(requirement)),
      throttle: operation["x-berth-throttle"],
      group: operation["x-berth-group"],
    })),
  );
}

/** What is said to components, and not to API Gateway. */
function withoutOwnExtensions(operation: object): object {
  return Object.fromEntries(Object.entries(operation).filter(([key]) => !key.startsWith("x-berth-")));
}

function mapValues<V, W>(record: Record<string, V>, change: (value: V, key: string) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
