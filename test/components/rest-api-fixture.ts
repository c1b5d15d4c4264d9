import { stringify } from "yaml";
import { LambdaFunction } from "../../components/lambda-function.ts";
import { RestApi, type RestApiArgs } from "../../components/rest-api.ts";
import { type Registered, one } from "./registered.ts";

/** The code of every function here. */
export const entry = "test/components/fixtures/handler.ts";

/** An operation of a document. */
export const operation = (operationId: string, more: object = {}) => ({
  operationId,
  responses: { "200": { description: "Done" } },
  ...more,
});

/** An API with a method that is throttled, one that is not, and one that is open. */
export const document = {
  openapi: "3.0.1",
  info: { title: "Tours", version: "1" },
  security: [{ bearer: [] }],
  paths: {
    "/tours": {
      post: operation("createTour", {
        "x-berth-throttle": { ratePerSecond: 5, burst: 9 },
        requestBody: { content: { "application/json": { schema: { type: "object" } } } },
      }),
    },
    "/tours/{tourId}": { get: operation("readTour") },
    "/health": { get: operation("readHealth", { security: [] }) },
  },
  components: { securitySchemes: { bearer: { type: "apiKey", name: "Authorization", in: "header" } } },
};

/** The API of the document above, with what the test changes in its arguments. */
export function api(
  name: string,
  change: Partial<RestApiArgs> = {},
  region?: string,
  more: Record<string, LambdaFunction> = {},
): RestApi {
  const write = new LambdaFunction(`${name}-write`, { region, entry });
  const read = new LambdaFunction(`${name}-read`, { region, entry });
  const authorize = new LambdaFunction(`${name}-authorize`, { region, entry });
  return new RestApi(name, {
    region,
    document: stringify(document),
    functions: { createTour: write, readTour: read, readHealth: read, ...more },
    authorizer: { function: authorize },
    ...change,
  });
}

/** What API Gateway imports. */
interface Body {
  [extension: `x-amazon-${string}`]: Record<string, Record<string, unknown>>;
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { securitySchemes: { bearer: Record<string, unknown> } };
}

/** The document that API Gateway imports. */
export function body(resources: Registered[]): Body {
  return JSON.parse(one(resources, "aws:apigateway/restApi:RestApi").inputs.body as string) as Body;
}
