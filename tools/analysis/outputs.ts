import type { Wire } from "./registration.ts";

const account = "123456789012";
/** Modules of the provider that are named otherwise than their service is in an ARN. */
const services: Readonly<Record<string, string>> = {
  cognito: "cognito-idp",
  sfn: "states",
  apigatewayv2: "apigateway",
};

/** What stands before the name in an ARN. */
const prefixes: Readonly<Record<string, string>> = {
  "cloudwatch/logGroup": "log-group:",
  "dynamodb/table": "table/",
  "kms/key": "key/",
  "lambda/alias": "function:",
  "lambda/function": "function:",
};

/** What the provider knows of a resource before it is made: its name, which it makes up where the program says none. */
export function namesOf(type: string, name: string, inputs: Wire): Wire {
  if (!type.startsWith("aws:")) return {};
  return {
    name: inputs.name ?? `${name}-1a2b3c4`,
    ...(type === "aws:s3/bucket:Bucket" ? { bucket: name } : {}),
    ...(type === "aws:lambda/alias:Alias" ? { functionName: inputs.functionName } : {}),
  };
}

/** What AWS adds when the resource is made. */
export function computedOf(type: string, names: Wire, region: string): Wire {
  if (!type.startsWith("aws:")) return {};
  const [, module = "", kind = ""] = /^aws:([^/]+)\/([^:]+)/.exec(type) ?? [];
  // An alias is called as its function is, so that one is not taken for another's.
  const { functionName } = names;
  const name = typeof functionName === "string" ? `${functionName}:${String(names.name)}` : String(names.name);
  const service = kind === "logGroup" ? "logs" : (services[module] ?? module);
  const prefix = prefixes[`${module}/${kind}`] ?? "";
  const arn = `arn:aws:${service}:${region}:${account}:${prefix}${name}`;
  return {
    id: name,
    arn,
    url: `https://sqs.${region}.amazonaws.com/${account}/${name}`,
    owner: account,
    keyId: name,
    version: "1",
    qualifiedArn: `${arn}:1`,
    streamArn: `arn:aws:dynamodb:${region}:${account}:table/${name}/stream/2026-01-01`,
    invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
    executionArn: `arn:aws:execute-api:${region}:${account}:${name}`,
    invokeUrl: `https://${name}.execute-api.${region}.amazonaws.com/live`,
    bucketRegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
  };
}
