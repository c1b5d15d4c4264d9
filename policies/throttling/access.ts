import * as aws from "@pulumi/aws";
import { parse } from "yaml";
import { record } from "../framework/document.ts";
import { matches } from "../framework/glob.ts";
import { on, resourceRule } from "../framework/rule.ts";
import { strings } from "../framework/settings.ts";

export const restMethodAuthorizer = resourceRule(
  {
    name: "rest-method-authorizer",
    level: "mandatory",
    what: "A method of a REST API asks who calls",
    why: "An open method can be called by everybody who finds its address.",
    controls: ["cdk-nag AwsSolutions-APIG4", "CKV_AWS_59", "CKV2_AWS_70"],
    settings: { open: strings("HTTP methods that need no authorizer", ["OPTIONS"]) },
  },
  on(aws.apigateway.Method, ({ authorization, apiKeyRequired, httpMethod }, { settings: { open }, report }) => {
    if (authorization !== "NONE" || apiKeyRequired === true || open.includes(httpMethod)) return;
    report(
      `authorization of ${httpMethod} is "NONE": set an authorizer, AWS_IAM or apiKeyRequired, or exempt the method with a reason.`,
    );
  }),
);

export const apiDocumentAuthorizer = resourceRule(
  {
    name: "api-document-authorizer",
    level: "mandatory",
    what: "An operation of an API's OpenAPI document has an authorizer",
    why: "An operation whose security scheme has no authorizer is open: API Gateway does not refuse the document.",
    controls: ["FSBP APIGateway.8", "cdk-nag AwsSolutions-APIG4"],
    settings: {
      open: strings("Operations that need no authorizer; * stands for any characters", [
        "GET /health",
        "GET /health/*",
        "OPTIONS *",
      ]),
    },
  },
  on(aws.apigateway.RestApi, ({ body }, { settings: { open }, report }) => {
    for (const one of openOperations(body, open)) report(one);
  }),
  on(aws.apigatewayv2.Api, ({ body }, { settings: { open }, report }) => {
    for (const one of openOperations(body, open)) report(one);
  }),
);

function openOperations(body: string | undefined, open: readonly string[]): string[] {
  if (body === undefined) return [];
  const document = record(documentOf(body));
  const schemes = record(record(document.components).securitySchemes ?? document.securityDefinitions);
  return Object.entries(record(document.paths)).flatMap(([path, item]) =>
    Object.entries(record(item))
      .filter(([method]) => methods.includes(method))
      .flatMap(([method, operation]) => {
        const name = `${method === anyMethod ? "ANY" : method.toUpperCase()} ${path}`;
        if (open.some((pattern) => matches(pattern, name))) return [];
        return isGuarded(record(operation), document, schemes)
          ? []
          : [`${name} in body has no authorizer: give it a security scheme with one, or list it in "open".`];
      }),
  );
}

const anyMethod = "x-amazon-apigateway-any-method";
const methods = ["get", "put", "post", "delete", "options", "head", "patch", anyMethod];

/** Whether a call of the operation is always asked for something: every alternative names a scheme with an authorizer. */
function isGuarded(
  operation: Readonly<Record<string, unknown>>,
  document: Readonly<Record<string, unknown>>,
  schemes: Readonly<Record<string, unknown>>,
): boolean {
  const auth = record(operation["x-amazon-apigateway-auth"]).type;
  if (typeof auth === "string" && auth.toUpperCase() !== "NONE") return true;
  const security = operation.security ?? document.security;
  const alternatives = (Array.isArray(security) ? security : []).map((one) => Object.keys(record(one)));
  return alternatives.length > 0 && alternatives.every((names) => names.some((name) => asks(record(schemes[name]))));
}

/** Whether API Gateway does something with the scheme. */
function asks(scheme: Readonly<Record<string, unknown>>): boolean {
  return (
    "x-amazon-apigateway-authorizer" in scheme ||
    scheme["x-amazon-apigateway-authtype"] === "awsSigv4" ||
    (scheme.type === "apiKey" && String(scheme.name).toLowerCase() === "x-api-key")
  );
}

function documentOf(body: string): unknown {
  try {
    return parse(body);
  } catch {
    return undefined; // AWS refuses it
  }
}

export const httpRouteAuthorizer = resourceRule(
  {
    name: "http-route-authorizer",
    level: "mandatory",
    what: "A route of an HTTP or WebSocket API asks who calls",
    why: "An open route can be called by everybody who finds its address.",
    controls: ["FSBP APIGateway.8", "cdk-nag AwsSolutions-APIG4", "CKV_AWS_309"],
    settings: {
      // A WebSocket API asks when a connection is made, and never again.
      open: strings("Keys of the routes that need no authorizer; * stands for any characters", [
        "GET /health",
        "GET /health/*",
        "OPTIONS *",
        "$disconnect",
        "$default",
      ]),
    },
  },
  on(aws.apigatewayv2.Route, ({ authorizationType = "NONE", routeKey }, { settings: { open }, report }) => {
    if (authorizationType !== "NONE" || open.some((pattern) => matches(pattern, routeKey))) return;
    report(
      `authorizationType of ${routeKey} is "NONE": set it to JWT, AWS_IAM or CUSTOM, or list the route in "open".`,
    );
  }),
);

export const functionUrlAuthorizer = resourceRule(
  {
    name: "function-url-authorizer",
    level: "mandatory",
    what: "A URL of a function asks for AWS credentials",
    why: "Everybody who finds the URL can run the function, past the API's throttles and firewall.",
    controls: ["cdk-nag LambdaFunctionUrlAuth", "CKV_AWS_258"],
  },
  on(aws.lambda.FunctionUrl, ({ authorizationType }, { report }) => {
    if (authorizationType === "AWS_IAM") return;
    report(`authorizationType is "${authorizationType}": set it to "AWS_IAM", and let CloudFront sign for the public.`);
  }),
);
