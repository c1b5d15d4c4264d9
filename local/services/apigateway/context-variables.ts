/** The values of `$context` variables; undefined for those that a request does not have. */
export type ContextVariables = Readonly<Record<string, string | number | null | undefined>>;

/**
 * The `$context` variables that this machine gives a value:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const known = new Set([
  "accountId",
  "apiId",
  "authorizer.error",
  "authorizer.integrationLatency",
  "authorizer.latency",
  "authorizer.principalId",
  "authorizer.requestId",
  "authorizer.status",
  "deploymentId",
  "domainName",
  "domainPrefix",
  "error.message",
  "error.messageString",
  "error.responseType",
  "error.validationErrorString",
  "extendedRequestId",
  "httpMethod",
  "identity.apiKeyId",
  "identity.sourceIp",
  "identity.userAgent",
  "integration.error",
  "integration.integrationStatus",
  "integration.latency",
  "integration.requestId",
  "integration.status",
  "integrationErrorMessage",
  "integrationLatency",
  "integrationStatus",
  "path",
  "protocol",
  "requestId",
  "requestTime",
  "requestTimeEpoch",
  "resourceId",
  "resourcePath",
  "responseLatency",
  "responseLength",
  "stage",
  "status",
  "xrayTraceId",
]);

const variable = /\$context\.([A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*)/g;

/** What is wrong with a template: every `$variable` in it that is not known. */
export function problemsOfTemplate(template: string): string[] {
  const unknown = [...template.matchAll(variable)]
    .map(([, name = ""]) => name)
    .filter((name) => !known.has(name) && !name.startsWith("authorizer."))
    .map((name) => `$context.${name} is not known`);
  const others = template.replaceAll(variable, "").match(/\$[A-Za-z!{][\w.]*/g) ?? [];
  return [...unknown, ...others.map((name) => `${name} is not known: only $context variables are`)];
}

/** The template with its variables replaced. @param missing what stands for a variable without a value */
export function substitute(template: string, variables: ContextVariables, missing: string): string {
  return template.replaceAll(variable, (_, name: string) => {
    const value = variables[name];
    return value === undefined ? missing : String(value);
  });
}
