import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

interface DescribedResponse {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: unknown }>>;
}

interface DescribedOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly security: readonly object[];
  readonly "x-berth-group"?: string;
  readonly responses: Readonly<Record<string, DescribedResponse>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

/** An answer of an operation, as the API document describes it. */
export interface Documented {
  readonly status: number;
  /** Names of its headers. */
  readonly headers: readonly string[];
  /** `type` of the problem that it is, or undefined for a success. */
  readonly problem: string | undefined;
  /** What its body has to be; undefined for an answer without one. */
  readonly body: z.ZodType | undefined;
}

/** An operation of the API document. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** Such as `/bookings/{bookingId}`. */
  readonly path: string;
  readonly tag: string;
  readonly needsToken: boolean;
  /** Whose members alone may call it. */
  readonly group: string | undefined;
  readonly answers: readonly Documented[];
}

const document = parse(readFileSync("api/openapi.yaml", "utf8"), { maxAliasCount: -1 }) as Document;

/** The operations of the API document. */
export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    tag: operation.tags[0] ?? "",
    needsToken: operation.security.length > 0,
    group: operation["x-berth-group"],
    answers: Object.entries(operation.responses).map(([status, response]) => documented(Number(status), response)),
  })),
);

function documented(status: number, { description, headers = {}, content = {} }: DescribedResponse): Documented {
  const [media] = Object.values(content);
  return {
    status,
    headers: Object.keys(headers),
    problem: /urn:berth:problem:[a-z-]+/.exec(description)?.[0],
    body: media && z.fromJSONSchema(inlined(media.schema) as z.core.JSONSchema.JSONSchema),
  };
}

/** A schema with all that it refers to in its place. */
function inlined(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inlined);
  if (typeof schema !== "object" || schema === null) return schema;
  const reference = "$ref" in schema && typeof schema.$ref === "string" ? schema.$ref.split("/").at(-1) : undefined;
  if (reference !== undefined) return inlined(document.components.schemas[reference]);
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inlined(value)]));
}
