import * as z from "zod/mini";
import { bodyOf, headerOf } from "./http.ts";
import type { HttpRequest } from "./http.ts";
import { InvalidRequest, invalidField, UnsupportedMediaType } from "./problem.ts";
import type { InvalidField } from "./problem.ts";

/** A body as it came, with what its sender says that it is. */
export interface RawBody {
  readonly contentType: string | undefined;
  readonly body: string;
}

/** The body of a request, as it came. */
export function rawBodyOf(request: HttpRequest): RawBody {
  return { contentType: headerOf(request.event, "Content-Type"), body: bodyOf(request) };
}

/**
 * What a JSON body says. The API's own validation is not enough: API Gateway looks at bodies of type application/json only, and
 * ignores `minItems` and `maxItems`.
 *
 * @param schema the messages of its checks are the rules that a client is told of
 * @param found faults that were found elsewhere in the request; the client is told of all at once
 * @param check looks for what the schema cannot say
 * @throws UnsupportedMediaType if the body is not JSON by its type.
 * @throws InvalidRequest naming every field that breaks a rule, at once.
 */
export function parseBody<Schema extends z.ZodMiniType>(
  { contentType, body: text }: RawBody,
  schema: Schema,
  { found = [], check = () => [] }: { found?: InvalidField[]; check?: (body: unknown) => InvalidField[] } = {},
): z.infer<Schema> {
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== "application/json") {
    throw new UnsupportedMediaType(`the Content-Type is ${mediaType.slice(0, 100)} and must be application/json`);
  }
  const body = parseJson(text);
  if (body === undefined) throw new InvalidRequest([...found, invalidField("body", "json")]);
  const result = schema.safeParse(body.value);
  const errors = [
    ...found,
    ...(result.error?.issues.flatMap((issue) => fieldErrors(issue, body.value)) ?? []),
    ...check(body.value),
  ];
  if (errors.length > 0 || !result.success) throw new InvalidRequest(errors);
  return result.data;
}

/** What lies at a path of a body; undefined if there is nothing. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, key)) return undefined;
    return Reflect.get(inner, key);
  }, value);
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function fieldErrors(issue: z.core.$ZodIssue, body: unknown): InvalidField[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => invalidField(fieldName([...issue.path, key]), "no-such-field"));
  }
  const value = valueAt(body, issue.path);
  return [invalidField(fieldName(issue.path), value === undefined ? "required" : issue.message, value)];
}

/** `["slots", 0, "units"]` as a person writes it: `slots[0].units`. Cut, as a client's own names may be in it. */
function fieldName(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>((before, key) => {
    if (typeof key === "number") return `${before}[${key}]`;
    return before === "" ? String(key) : `${before}.${String(key)}`;
  }, "");
  return name === "" ? "body" : name.slice(0, 100);
}
