import { z } from "zod";
import { securityOf, type TokenAuthorizerDefinition } from "./authorizer-definition.ts";
import { gatewayResponsesOf, type GatewayResponses } from "./gateway-response.ts";
import { integrationOf, type Integration, type Parameter } from "./integration.ts";
import { InvalidDocument } from "./invalid-document.ts";
import { Models, type JsonSchema } from "./model.ts";

/** A method of a resource, with all that its stage does before it calls the integration. */
export interface Operation {
  /** Such as `/bookings/{bookingId}`. */
  readonly path: string;
  /** In upper case; `ANY` for all that have no operation of their own. */
  readonly method: string;
  readonly authorizer: TokenAuthorizerDefinition | undefined;
  readonly validatesBody: boolean;
  readonly validatesParameters: boolean;
  /** What a request must have when parameters are validated; a blank one does not count. */
  readonly requiredParameters: readonly Parameter[];
  /** Schema of the body by media type. */
  readonly models: ReadonlyMap<string, JsonSchema>;
  readonly integration: Integration;
}

/** An API as its stages serve it. */
export interface Api {
  readonly operations: readonly Operation[];
  readonly gatewayResponses: GatewayResponses;
}

const record = z.record(z.string(), z.unknown());
const validators = z.record(
  z.string(),
  z.strictObject({ validateRequestBody: z.boolean().optional(), validateRequestParameters: z.boolean().optional() }),
);
const documentSchema = z.looseObject({
  openapi: z.string().regex(/^3\.0\.\d+$/, "API Gateway imports OpenAPI 3.0"),
  info: z.looseObject({ title: z.string() }),
  paths: z.record(z.string().startsWith("/"), record),
  security: z.array(record).optional(),
  components: z.looseObject({ schemas: record.optional(), securitySchemes: record.optional() }).optional(),
  "x-amazon-apigateway-request-validators": validators.optional(),
  "x-amazon-apigateway-request-validator": z.string().optional(),
  "x-amazon-apigateway-gateway-responses": z.unknown().optional(),
});
const operationSchema = z.looseObject({
  parameters: z.array(z.unknown()).optional(),
  requestBody: z.unknown().optional(),
  security: z.array(record).optional(),
  "x-amazon-apigateway-integration": z.unknown().optional(),
  "x-amazon-apigateway-request-validator": z.string().optional(),
});
const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.enum(["path", "query", "header"]),
  required: z.boolean().default(false),
});
const bodySchema = z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.unknown().optional() })) });

type Document = z.infer<typeof documentSchema>;

const methods = new Set(["get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method"]);

/**
 * Reads an OpenAPI document as API Gateway imports it: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 *
 * @param body JSON
 * @throws InvalidDocument naming every element that is wrong, or that would change what the gateway does in a way that
 * this machine does not know
 */
export function readDocument(body: string): Api {
  const parsed = documentSchema.safeParse(parse(body));
  if (!parsed.success) throw new InvalidDocument("the API's body", [z.prettifyError(parsed.error)]);
  const document = parsed.data;
  const problems = unknownExtensions(document, documentSchema, "the document");
  const gatewayResponses = gatewayResponsesOf(document["x-amazon-apigateway-gateway-responses"], problems);
  const models = new Models(document.components?.schemas, problems);
  const operations = Object.entries(document.paths).flatMap(([path, item]) => {
    problems.push(...problemsOfPath(path));
    return Object.entries(item).flatMap(([key, value]) => {
      if (!methods.has(key)) {
        const isAnnotation = ["summary", "description", "parameters", "servers"].includes(key) || isForeign(key);
        if (!isAnnotation) problems.push(`paths.${path}.${key} is not known`);
        return [];
      }
      return [operationOf(document, path, key, value, item.parameters, models, problems)].filter(
        (one) => one !== undefined,
      );
    });
  });
  if (problems.length > 0) throw new InvalidDocument("the API's body", problems);
  return { operations, gatewayResponses };
}

function operationOf(
  document: Document,
  path: string,
  key: string,
  value: unknown,
  shared: unknown,
  models: Models,
  problems: string[],
): Operation | undefined {
  const where = `paths.${path}.${key}`;
  const parsed = operationSchema.safeParse(value);
  if (!parsed.success) {
    problems.push(`${where}: ${z.prettifyError(parsed.error)}`);
    return undefined;
  }
  const operation = parsed.data;
  problems.push(...unknownExtensions(operation, operationSchema, where));
  const given = [...z.array(z.unknown()).catch([]).parse(shared), ...(operation.parameters ?? [])];
  const parameters = parametersOf(document, given, where, problems);
  const validatorName =
    operation["x-amazon-apigateway-request-validator"] ?? document["x-amazon-apigateway-request-validator"];
  const validator =
    validatorName === undefined ? {} : document["x-amazon-apigateway-request-validators"]?.[validatorName];
  if (validator === undefined) problems.push(`${where}: there is no request validator ${String(validatorName)}`);
  const bodyModels = modelsOf(document, operation.requestBody, where, models, problems);
  const security = operation.security ?? document.security ?? [];
  const integration = integrationOf(
    operation["x-amazon-apigateway-integration"],
    where,
    { modelTypes: [...bodyModels.keys()], parameters },
    problems,
  );
  return (
    integration && {
      path,
      method: key === "x-amazon-apigateway-any-method" ? "ANY" : key.toUpperCase(),
      authorizer: securityOf(security, document.components?.securitySchemes, where, problems),
      validatesBody: validator?.validateRequestBody ?? false,
      validatesParameters: validator?.validateRequestParameters ?? false,
      requiredParameters: parameters.filter(({ required }) => required),
      models: bodyModels,
      integration,
    }
  );
}

function parametersOf(document: Document, parameters: readonly unknown[], where: string, problems: string[]) {
  return parameters.flatMap((parameter) => {
    const parsed = parameterSchema.safeParse(dereference(document, parameter));
    if (parsed.success) return [parsed.data];
    problems.push(`${where}.parameters: ${z.prettifyError(parsed.error)}`);
    return [];
  });
}

function modelsOf(document: Document, body: unknown, where: string, models: Models, problems: string[]) {
  const schemas = new Map<string, JsonSchema>();
  if (body === undefined) return schemas;
  const parsed = bodySchema.safeParse(dereference(document, body));
  if (!parsed.success) {
    problems.push(`${where}.requestBody: ${z.prettifyError(parsed.error)}`);
    return schemas;
  }
  for (const [mediaType, { schema }] of Object.entries(parsed.data.content)) {
    if (schema !== undefined) schemas.set(mediaType, models.schema(schema, `${where}.requestBody.${mediaType}`));
  }
  return schemas;
}

/** Follows a reference into the document's components; a reference to nothing stays as it is, and fails its schema. */
function dereference(document: Document, value: unknown): unknown {
  const reference = z.object({ $ref: z.string().startsWith("#/") }).safeParse(value);
  if (!reference.success) return value;
  return reference.data.$ref
    .slice(2)
    .split("/")
    .reduce<unknown>((found, name) => record.catch({}).parse(found)[name], document);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new InvalidDocument("the API's body", [`it is not JSON: ${String(error)}`]);
  }
}

/** Extensions that are not API Gateway's mean nothing to it. */
function isForeign(key: string): boolean {
  return key.startsWith("x-") && !key.startsWith("x-amazon-apigateway-");
}

function unknownExtensions(element: object, schema: z.ZodObject, where: string): string[] {
  return Object.keys(element)
    .filter((key) => key.startsWith("x-amazon-apigateway-") && !(key in schema.shape))
    .map((key) => `${where}: this machine does not know ${key}`);
}

function problemsOfPath(path: string): string[] {
  return path
    .split("/")
    .slice(1)
    .filter((part, index, parts) => {
      const isGreedy = /^\{[\w.-]+\+\}$/.test(part);
      return isGreedy ? index < parts.length - 1 : !/^(\{[\w.-]+\}|[\w.:~-]*)$/.test(part);
    })
    .map((part) => `paths.${path}: ${part} is not a path part that API Gateway takes`);
}
