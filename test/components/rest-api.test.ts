import { expect } from "chai";
import { stringify } from "yaml";
import { InvalidArguments } from "../../components/internal/guard.ts";
import { LambdaFunction } from "../../components/lambda-function.ts";
import { RestApi, type RestApiArgs } from "../../components/rest-api.ts";
import { type Registered, itIsAComponent, one, registered } from "./registered.ts";

const entry = "test/components/fixtures/handler.ts";

const operation = (operationId: string, more: object = {}) => ({
  operationId,
  responses: { "200": { description: "Done" } },
  ...more,
});

const document = {
  openapi: "3.0.1",
  info: { title: "Tours", version: "1" },
  security: [{ bearer: [] }],
  paths: {
    "/tours": { post: operation("createTour", { "x-berth-throttle": { ratePerSecond: 5, burst: 9 } }) },
    "/tours/{tourId}": { get: operation("readTour") },
    "/health": { get: operation("readHealth", { security: [] }) },
  },
  components: { securitySchemes: { bearer: { type: "apiKey", name: "Authorization", in: "header" } } },
};

/** The API of the document above, with what the test changes in its arguments. */
function api(
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

interface Body {
  [extension: `x-amazon-${string}`]: Record<string, Record<string, unknown>>;
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { securitySchemes: { bearer: Record<string, unknown> } };
}

function body(resources: Registered[]): Body {
  return JSON.parse(one(resources, "aws:apigateway/restApi:RestApi").inputs.body as string) as Body;
}

describe("RestApi", () => {
  itIsAComponent((name, region) => api(name, {}, region));

  it("puts the function behind each operation, and nothing of its own extension", async () => {
    const { paths } = body(await registered(() => api("tours")));
    expect(paths["/tours"]?.post?.["x-amazon-apigateway-integration"]).to.deep.equal({
      type: "aws_proxy",
      httpMethod: "POST",
      uri: "arn:aws:apigateway:invoke/tours-write",
      passthroughBehavior: "never",
      timeoutInMillis: 29_000,
    });
    expect(paths["/tours/{tourId}"]?.get).to.have.nested.property(
      "x-amazon-apigateway-integration.uri",
      "arn:aws:apigateway:invoke/tours-read",
    );
    expect(JSON.stringify(paths)).not.to.include("x-berth");
  });

  it("takes a method of a group whose wildcard reaches no method of others", async () => {
    const guarded = { "x-berth-group": "staff" };
    const paths = {
      ...document.paths,
      "/tours/{tourId}/prices": { post: operation("setPrices", guarded) },
      "/tours": { ...document.paths["/tours"], put: operation("putTours", guarded) },
      "/sales/{day}": { get: operation("readSales", guarded) },
    };
    const resources = await registered(() => {
      const staff = new LambdaFunction("staff", { entry });
      const functions = { setPrices: staff, putTours: staff, readSales: staff };
      api("tours", { document: stringify({ ...document, paths }) }, undefined, functions);
    });
    expect(JSON.stringify(body(resources).paths)).not.to.include("x-berth");
  });

  it("lets API Gateway call each function for its operation only", async () => {
    const resources = await registered(() => api("tours"));
    const permission = (name: string) => one(resources, "aws:lambda/permission:Permission", name).inputs;
    const common = { principal: "apigateway.amazonaws.com", qualifier: "live", action: "lambda:InvokeFunction" };
    expect(permission("tours-createTour")).to.include({
      ...common,
      function: "tours-write",
      sourceArn: "arn:aws:execute-api:tours/*/POST/tours",
    });
    expect(permission("tours-readTour")).to.include({ sourceArn: "arn:aws:execute-api:tours/*/GET/tours/*" });
    expect(permission("tours-authorizer")).to.include({
      ...common,
      function: "tours-authorize",
      sourceArn: "arn:aws:execute-api:tours/authorizers/*",
    });
  });

  it("asks the authorizer for a token, and keeps the answer for five minutes", async () => {
    const { bearer } = body(await registered(() => api("tours"))).components.securitySchemes;
    expect(bearer).to.deep.include({
      name: "Authorization",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "token",
        authorizerUri: "arn:aws:apigateway:invoke/tours-authorize",
        authorizerResultTtlInSeconds: 300,
        identityValidationExpression: "^Bearer [-0-9a-zA-Z._~+/]+=*$",
      },
    });
  });

  it("validates bodies and parameters", async () => {
    const found = body(await registered(() => api("tours")));
    expect(found["x-amazon-apigateway-request-validator"]).to.equal("all");
    expect(found["x-amazon-apigateway-request-validators"]).to.deep.equal({
      all: { validateRequestBody: true, validateRequestParameters: true },
    });
  });

  it("answers with problem details for all that it refuses itself", async () => {
    const found = body(await registered(() => api("tours", { problemTypePrefix: "urn:tours:" })));
    const responses = found["x-amazon-apigateway-gateway-responses"] ?? {};
    expect(responses).to.include.all.keys(
      "DEFAULT_4XX",
      "DEFAULT_5XX",
      "UNAUTHORIZED",
      "THROTTLED",
      "BAD_REQUEST_BODY",
    );
    for (const [type, response] of Object.entries(responses)) {
      const { responseTemplates, responseParameters } = response as Record<string, Record<string, string>>;
      expect(responseParameters, type).to.include({
        "gatewayresponse.header.Content-Type": "'application/problem+json'",
      });
      const template = responseTemplates?.["application/json"] ?? "";
      const filled = template.replace("$context.error.messageString", '"why"');
      expect(JSON.parse(filled), type)
        .to.have.property("type")
        .that.matches(/^urn:tours:[a-z-]+$/);
    }
    for (const type of ["THROTTLED", "QUOTA_EXCEEDED"]) {
      expect(responses[type], type).to.have.nested.property(
        "responseParameters.gatewayresponse\\.header\\.Retry-After",
        "'1'",
      );
    }
  });

  it("throttles every method, and those with a throttle of their own by that", async () => {
    const resources = await registered(() => api("tours"));
    const settings = (name: string) => one(resources, "aws:apigateway/methodSettings:MethodSettings", name).inputs;
    expect(settings("tours")).to.deep.include({
      methodPath: "*/*",
      settings: {
        throttlingRateLimit: 100,
        throttlingBurstLimit: 200,
        loggingLevel: "ERROR",
        dataTraceEnabled: false,
        metricsEnabled: true,
      },
    });
    expect(settings("tours-createTour")).to.include({ methodPath: "tours/POST" });
    expect(settings("tours-createTour").settings).to.include({ throttlingRateLimit: 5, throttlingBurstLimit: 9 });
  });

  it("logs each call without a token, traces it, and lets no log live for ever", async () => {
    const resources = await registered(() => api("tours", { logRetentionDays: 7 }));
    const stage = one(resources, "aws:apigateway/stage:Stage").inputs;
    expect(stage).to.include({ stageName: "live", xrayTracingEnabled: true });
    const { format } = stage.accessLogSettings as { format: string };
    expect(JSON.parse(format)).to.include({ requestId: "$context.requestId" });
    expect(format).not.to.match(/header|authorization|body/i);
    const group = "aws:cloudwatch/logGroup:LogGroup";
    expect(one(resources, group, "tours-access").inputs.retentionInDays).to.equal(7);
    expect(one(resources, group, "tours-execution").inputs).to.include({
      name: "API-Gateway-Execution-Logs_tours-id/live",
      retentionInDays: 7,
    });
  });

  it("encrypts both logs with the key that it is given", async () => {
    const resources = await registered(() => api("tours", { logKeyArn: "arn:key" }));
    for (const name of ["tours-access", "tours-execution"]) {
      expect(one(resources, "aws:cloudwatch/logGroup:LogGroup", name).inputs).to.include({ kmsKeyId: "arn:key" });
    }
  });

  it("deploys anew when the document changes, and only then", async () => {
    const trigger = async (title: string) => {
      const changed = stringify({ ...document, info: { title, version: "1" } });
      const resources = await registered(() => api("tours", { document: changed }));
      return one(resources, "aws:apigateway/deployment:Deployment").inputs.triggers;
    };
    expect(await trigger("Tours")).to.deep.equal(await trigger("Tours"));
    expect(await trigger("Tours")).not.to.deep.equal(await trigger("Rooms"));
  });

  it("rings on refusals, failures and slow answers", async () => {
    const resources = await registered(() => api("tours", { latencyAlarmMilliseconds: 900, alarmActions: ["arn:t"] }));
    const alarm = (name: string) => one(resources, "aws:cloudwatch/metricAlarm:MetricAlarm", name).inputs;
    const common = { dimensions: { ApiName: "tours", Stage: "live" }, alarmActions: ["arn:t"] };
    expect(alarm("tours-4xx")).to.deep.include({ ...common, metricName: "4XXError", threshold: 0.5 });
    expect(alarm("tours-5xx")).to.deep.include({ ...common, metricName: "5XXError", threshold: 0.01 });
    expect(alarm("tours-latency")).to.deep.include({ ...common, extendedStatistic: "p99", threshold: 900 });
  });

  /** The document with another path, or another item at a path. */
  const changed = (path: string, item: object): Partial<RestApiArgs> => ({
    document: stringify({ ...document, paths: { ...document.paths, [path]: item } }),
  });

  const broken: [string, (fn: LambdaFunction) => Partial<RestApiArgs>, string][] = [
    [
      "a document of another version",
      () => ({ document: stringify({ ...document, openapi: "3.1.0" }) }),
      "must be 3.0.x",
    ],
    [
      "an operation without an id",
      () => ({ document: stringify({ ...document, paths: { "/tours": { get: { responses: {} } } } }) }),
      "document: paths./tours.get.operationId",
    ],
    [
      "an id that stands twice",
      () => ({
        document: stringify({
          ...document,
          paths: { ...document.paths, "/again": { get: operation("readTour") } },
        }),
      }),
      "the operationId readTour stands twice, and must be unique",
    ],
    [
      "functions and operations that differ",
      (fn) => ({ functions: { createTour: fn, readHealth: fn, bookTour: fn } }),
      "functions lacks readTour, an operation of the document; functions holds bookTour, which is no operation",
    ],
    [
      "a missing authorizer",
      () => ({ authorizer: undefined }),
      "operation createTour needs bearer, and has no authorizer",
    ],
    [
      "an authorizer for a scheme that is not there",
      (fn) => ({ authorizer: { function: fn, scheme: "cookie" } }),
      "authorizer.scheme is cookie, and must be a security scheme of the document",
    ],
    [
      "an answer kept for too long",
      (fn) => ({ authorizer: { function: fn, cacheSeconds: 3601 } }),
      "authorizer.cacheSeconds is 3601, and must be a whole number from 0 to 3600",
    ],
    [
      "a method of a group without authorizer",
      () => changed("/health", { get: operation("readHealth", { security: [], "x-berth-group": "staff" }) }),
      "operation readHealth is for the group staff, and needs a security scheme with an authorizer",
    ],
    [
      "a method of a group that lies within a wildcard of others",
      (fn) => ({
        ...changed("/tours/{tourId}/sales", { get: operation("readSales", { "x-berth-group": "staff" }) }),
        functions: { createTour: fn, readTour: fn, readHealth: fn, readSales: fn },
      }),
      "operation readSales is for the group staff, and who may call readTour could call it: " +
        "a policy's wildcard crosses slashes, so GET/tours/* must not reach GET/tours/*/sales",
    ],
    [
      "a method of a group that a slash at its end would take from it",
      (fn) => ({
        ...changed("/tours", {
          ...document.paths["/tours"],
          get: operation("listTours", { "x-berth-group": "staff" }),
        }),
        functions: { createTour: fn, readTour: fn, readHealth: fn, listTours: fn },
      }),
      "who may call readTour could call it",
    ],
    [
      "a group without a name",
      () => changed("/health", { get: operation("readHealth", { "x-berth-group": "" }) }),
      "document: paths./health.get.x-berth-group",
    ],
    ["a rate of 0", () => ({ ratePerSecond: 0 }), "ratePerSecond is 0, and must be above 0"],
    ["a burst of 0", () => ({ burst: 0 }), "burst is 0, and must be a whole number from 1 to 5000"],
    ["a retention between steps", () => ({ logRetentionDays: 31 }), "logRetentionDays is 31, and must be one of"],
    ["a latency beyond the limit", () => ({ latencyAlarmMilliseconds: 29_001 }), "latencyAlarmMilliseconds is 29001"],
  ];
  for (const [what, change, message] of broken) {
    it(`refuses ${what}, before it registers anything`, async () => {
      const resources = await registered(() => {
        const fn = new LambdaFunction("other", { entry });
        expect(() => api("tours", change(fn))).to.throw(InvalidArguments, message);
      });
      expect(resources.map(({ name }) => name)).not.to.include("tours");
    });
  }
});
