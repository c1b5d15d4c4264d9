import { expect } from "chai";
import { stringify } from "yaml";
import { LambdaFunction } from "../../components/lambda-function.ts";
import { itIsAComponent, one, registered } from "./registered.ts";
import { api, body, document, entry, operation } from "./rest-api-fixture.ts";

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
  });

  it("leaves a body that the document does not describe to the function, whatever its type", async () => {
    const { paths } = body(await registered(() => api("tours")));
    expect(paths["/tours/{tourId}"]?.get).to.have.nested.property(
      "x-amazon-apigateway-integration.passthroughBehavior",
      "when_no_match",
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
        cachingEnabled: false,
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
});
