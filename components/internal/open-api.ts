import { parse } from "yaml";
import { z } from "zod";

const methods = ["get", "put", "post", "delete", "options", "head", "patch"] as const;

const throttleSchema = z.strictObject({ ratePerSecond: z.number().positive(), burst: z.int().positive() });

const cachingSchema = z.strictObject({
  ttlSeconds: z.int().min(1).max(3600),
  sharedByCallers: z.literal(true).optional(),
});

const parameterSchema = z.looseObject({ name: z.string(), in: z.enum(["path", "query", "header"]) });

const operationSchema = z.looseObject({
  operationId: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  "x-berth-throttle": throttleSchema.optional(),
  "x-berth-group": z.string().min(1).max(128).optional(),
  "x-berth-cache": cachingSchema.optional(),
  "x-berth-partners": z.literal(true).optional(),
  parameters: z.array(parameterSchema).optional(),
  requestBody: z.unknown().optional(),
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

/** How long API Gateway keeps answers of an operation. */
export interface Caching {
  /** 1 to 3,600. */
  ttlSeconds: number;
  /** Whether every caller may get the answer to another one. */
  sharedByCallers?: true;
}

/** A parameter of an operation. */
export type Parameter = z.infer<typeof parameterSchema>;

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
  /** From `x-berth-cache`. */
  cache?: Caching;
  /** From `x-berth-partners`: whether partners may call it with a key in place of a token. */
  partners: boolean;
  parameters: readonly Parameter[];
  /** Whether the document says what its body looks like. */
  describesBody: boolean;
}

/** A method and path as a policy names them, such as `GET/bookings/*`: each parameter of the path is a wildcard. */
export function methodPattern({ method, path }: Pick<Operation, "method" | "path">): string {
  return `${method}${path.replaceAll(/\{[^}]*\}/g, "*")}`;
}

/** The name of a parameter that is a header. */
export function headerOf({ in: place, name }: Parameter): string | undefined {
  return place === "header" ? name : undefined;
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
    // It is the program's own text, and may repeat itself as often as it likes.
    const result = documentSchema.safeParse(parse(text, { maxAliasCount: -1 }));
    this.document = result.data ?? { openapi: "", paths: {} };
    this.operations = Object.entries(this.document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => this.operationOf(path, method, operation)),
    );
    this.problems = (result.error?.issues ?? []).map(({ path, message }) => `document: ${path.join(".")}: ${message}`);
  }

  /** Names of the security schemes that it declares. */
  get securitySchemes(): string[] {
    return Object.keys(this.document.components?.securitySchemes ?? {});
  }

  /** The header that a security scheme reads; undefined if it reads none. */
  headerOfScheme(name: string): string | undefined {
    const scheme = this.document.components?.securitySchemes?.[name];
    return scheme?.in === "header" && typeof scheme.name === "string" ? scheme.name : undefined;
  }

  /** The document as JSON with API Gateway's extensions: for the whole, each security scheme, each path and each operation. */
  extended(extensions: {
    api: Record<string, unknown>;
    /** Further methods of a path. */
    path: (operations: readonly Operation[]) => Record<string, unknown>;
    scheme: (name: string) => Record<string, unknown>;
    operation: (operation: Operation) => Record<string, unknown>;
    /** How an operation is to be found at another path, with another id and other schemes. */
    copy: (operation: Operation) => Operation | undefined;
    /** Further security schemes. */
    schemes: Record<string, unknown>;
  }): string {
    const { paths, components, ...rest } = this.document;
    const copies: Record<string, Record<string, unknown>> = {};
    for (const [path, item] of Object.entries(paths)) {
      for (const [method, raw] of Object.entries(item)) {
        const operation = this.operationOf(path, method, raw);
        const copy = extensions.copy(operation);
        if (copy === undefined) continue;
        const { operationId, schemes } = copy;
        const changes = { operationId, security: schemes.map((scheme) => ({ [scheme]: [] })) };
        const whole = { ...withoutOwnExtensions(raw), ...extensions.operation(operation), ...changes };
        copies[copy.path] = { ...copies[copy.path], [method]: whole };
      }
    }
    return JSON.stringify({
      ...rest,
      ...extensions.api,
      paths: {
        ...mapValues(paths, (item, path) => ({
          ...mapValues(item, (operation, method) => ({
            ...withoutOwnExtensions(operation),
            ...extensions.operation(this.operationOf(path, method, operation)),
          })),
          ...extensions.path(this.operations.filter((operation) => operation.path === path)),
        })),
        ...copies,
      },
      components: {
        ...components,
        securitySchemes: {
          ...mapValues(components?.securitySchemes ?? {}, (scheme, name) => ({
            ...scheme,
            ...extensions.scheme(name),
          })),
          ...extensions.schemes,
        },
      },
    });
  }

  private operationOf(path: string, method: string, operation: z.infer<typeof operationSchema>): Operation {
    const security = operation.security ?? this.document.security ?? [];
    return {
      operationId: operation.operationId,
      method: method.toUpperCase(),
      path,
      schemes: security.flatMap((requirement) => Object.keys(requirement)),
      throttle: operation["x-berth-throttle"],
      group: operation["x-berth-group"],
      cache: operation["x-berth-cache"],
      partners: operation["x-berth-partners"] ?? false,
      parameters: operation.parameters ?? [],
      describesBody: operation.requestBody !== undefined,
    };
  }
}

/** What is said to components, and not to API Gateway. */
function withoutOwnExtensions(operation: object): object {
  return Object.fromEntries(Object.entries(operation).filter(([key]) => !key.startsWith("x-berth-")));
}

function mapValues<V, W>(record: Record<string, V>, change: (value: V, key: string) => W): Record<string, W> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
