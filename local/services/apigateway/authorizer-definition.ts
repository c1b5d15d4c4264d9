import { z } from "zod";
import { functionArnOf } from "./integration.ts";

/** A Lambda authorizer of type TOKEN, as the document declares it. */
export interface TokenAuthorizerDefinition {
  /** Name of the security scheme. */
  readonly name: string;
  readonly functionArn: string;
  /** The header that carries the token, in lower case. */
  readonly header: string;
  /** What a token looks like; another is refused without a call. */
  readonly pattern: RegExp | undefined;
  /** Seconds that an answer is kept for its token; 0 for not at all. */
  readonly ttlSeconds: number;
}

const scheme = z.looseObject({
  type: z.literal("apiKey"),
  in: z.literal("header"),
  name: z.string(),
  "x-amazon-apigateway-authtype": z.string().optional(),
  "x-amazon-apigateway-authorizer": z.strictObject({
    type: z.literal("token"),
    authorizerUri: z.string(),
    authorizerResultTtlInSeconds: z.number().int().min(0).max(3600).default(300),
    identitySource: z.string().optional(),
    identityValidationExpression: z.string().optional(),
  }),
});

/** The authorizer that a `security` element asks for, or undefined if it asks for none; problems are added. */
export function securityOf(
  security: readonly Readonly<Record<string, unknown>>[],
  schemes: Readonly<Record<string, unknown>> | undefined,
  where: string,
  problems: string[],
): TokenAuthorizerDefinition | undefined {
  const names = security.flatMap((requirement) => Object.keys(requirement));
  const [name] = names;
  if (name === undefined) return undefined;
  if (names.length > 1)
    problems.push(`${where}.security: API Gateway takes one authorizer a method, not ${names.join(", ")}`);
  const parsed = scheme.safeParse(schemes?.[name]);
  if (!parsed.success) {
    const rule = "this machine knows security schemes of type apiKey in a header with a token authorizer";
    problems.push(`components.securitySchemes.${name}: ${rule}: ${z.prettifyError(parsed.error)}`);
    return undefined;
  }
  const { authorizerUri, identitySource, identityValidationExpression, authorizerResultTtlInSeconds } =
    parsed.data["x-amazon-apigateway-authorizer"];
  const header = /^method\.request\.header\.([\w-]+)$/.exec(
    identitySource ?? `method.request.header.${parsed.data.name}`,
  )?.[1];
  const functionArn = functionArnOf(authorizerUri);
  if (header === undefined) {
    problems.push(
      `components.securitySchemes.${name}: identitySource is ${String(identitySource)}, and must be method.request.header.<name>`,
    );
  }
  if (functionArn === undefined)
    problems.push(`components.securitySchemes.${name}: authorizerUri ${authorizerUri} names no function`);
  return {
    name,
    functionArn: functionArn ?? "",
    header: header?.toLowerCase() ?? "",
    pattern:
      identityValidationExpression === undefined ? undefined : new RegExp(`^(?:${identityValidationExpression})$`),
    ttlSeconds: authorizerResultTtlInSeconds,
  };
}
